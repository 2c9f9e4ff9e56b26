"""Every field of the document's `ChatStreamChunk`, in models without any extra."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter


class ChatAudioOutput(BaseModel):
    data: str | None = None
    expires_at: int | None = None
    id: str | None = None
    transcript: str | None = None


class ReasoningDetailSummary(BaseModel):
    format: str | None = None
    id: str | None = None
    index: int | None = None
    summary: str
    type: Literal["reasoning.summary"] = "reasoning.summary"


class ReasoningDetailEncrypted(BaseModel):
    data: str
    format: str | None = None
    id: str | None = None
    index: int | None = None
    type: Literal["reasoning.encrypted"] = "reasoning.encrypted"


class ReasoningDetailText(BaseModel):
    format: str | None = None
    id: str | None = None
    index: int | None = None
    signature: str | None = None
    text: str | None = None
    type: Literal["reasoning.text"] = "reasoning.text"


class ReasoningDetailServerToolCall(BaseModel):
    arguments: str
    format: str | None = None
    id: str | None = None
    index: int | None = None
    result: str
    tool_call_id: str | None = None
    tool_name: str
    type: Literal["reasoning.server_tool_call"] = "reasoning.server_tool_call"


ReasoningDetailUnion = Annotated[
    ReasoningDetailSummary | ReasoningDetailEncrypted | ReasoningDetailText | ReasoningDetailServerToolCall,
    Field(discriminator="type"),
]


class ChatTokenLogprobTopLogprobsItem(BaseModel):
    bytes: list[int] | None
    logprob: float
    token: str


class ChatTokenLogprob(BaseModel):
    bytes: list[int] | None
    logprob: float
    token: str
    top_logprobs: list[ChatTokenLogprobTopLogprobsItem]


class ChatTokenLogprobs(BaseModel):
    content: list[ChatTokenLogprob] | None
    refusal: list[ChatTokenLogprob] | None = None


class RouterAttempt(BaseModel):
    model: str
    provider: str
    status: int


class EndpointInfo(BaseModel):
    model: str
    provider: str
    selected: bool


class EndpointsMetadata(BaseModel):
    available: list[EndpointInfo]
    total: int


class RouterParams(BaseModel):
    quality_floor: float | None = None
    throughput_floor: float | None = None
    version_group: str | None = None


class PipelineStage(BaseModel):
    cost_usd: float | None = None
    data: dict[str, Any] | None = None
    guardrail_id: str | None = None
    guardrail_scope: str | None = None
    name: str
    summary: str | None = None
    type: str


class OpenRouterMetadata(BaseModel):
    attempt: int
    attempts: list[RouterAttempt] | None = None
    endpoints: EndpointsMetadata
    is_byok: bool
    params: RouterParams | None = None
    pipeline: list[PipelineStage] | None = None
    region: str | None
    requested: str
    strategy: str
    summary: str


class ChatUsageCompletionTokensDetails(BaseModel):
    accepted_prediction_tokens: int | None = None
    audio_tokens: int | None = None
    reasoning_tokens: int | None = None
    rejected_prediction_tokens: int | None = None


class CostDetails(BaseModel):
    upstream_inference_completions_cost: float
    upstream_inference_cost: float | None = None
    upstream_inference_prompt_cost: float


class ChatUsagePromptTokensDetails(BaseModel):
    audio_tokens: int | None = None
    cache_write_tokens: int | None = None
    cached_tokens: int | None = None
    video_tokens: int | None = None


class ServerToolUseDetails(BaseModel):
    tool_calls_executed: int | None = None
    tool_calls_requested: int | None = None
    web_search_requests: int | None = None


class ChatUsage(BaseModel):
    completion_tokens: int
    completion_tokens_details: ChatUsageCompletionTokensDetails | None = None
    cost: float | None = None
    cost_details: CostDetails | None = None
    is_byok: bool | None = None
    prompt_tokens: int
    prompt_tokens_details: ChatUsagePromptTokensDetails | None = None
    server_tool_use_details: ServerToolUseDetails | None = None
    total_tokens: int


ChatStreamReasoningDetails = list[ReasoningDetailUnion]


class ChatStreamToolCallFunction(BaseModel):
    arguments: str | None = None
    name: str | None = None


class ChatStreamToolCall(BaseModel):
    function: ChatStreamToolCallFunction | None = None
    id: str | None = None
    index: int
    type: Literal["function"] | None = None


class ChatStreamDelta(BaseModel):
    audio: ChatAudioOutput | None = None
    content: str | None = None
    reasoning: str | None = None
    reasoning_details: ChatStreamReasoningDetails | None = None
    refusal: str | None = None
    role: Literal["assistant"] | None = None
    tool_calls: list[ChatStreamToolCall] | None = None


class ChatStreamChoice(BaseModel):
    delta: ChatStreamDelta
    finish_reason: str | None
    index: int
    logprobs: ChatTokenLogprobs | None = None


class ChatStreamChunkErrorMetadata(BaseModel):
    error_type: str
    provider_code: str | None = None


class ChatStreamChunkError(BaseModel):
    code: int
    message: str
    metadata: ChatStreamChunkErrorMetadata | None = None


class ChatStreamChunk(BaseModel):
    choices: list[ChatStreamChoice]
    created: int
    error: ChatStreamChunkError | None = None
    id: str
    model: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    openrouter_metadata: OpenRouterMetadata | None = None
    service_tier: str | None = None
    system_fingerprint: str | None = None
    usage: ChatUsage | None = None


validate = TypeAdapter(ChatStreamChunk).validator.validate_json
