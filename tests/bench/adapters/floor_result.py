"""Every field of the document's `ChatResult`, in models without any extra."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter


class ChatContentCacheControl(BaseModel):
    ttl: str | None = None
    type: Literal["ephemeral"] = "ephemeral"


class PromptCacheBreakpoint(BaseModel):
    mode: Literal["explicit"] = "explicit"


class ChatContentText(BaseModel):
    cache_control: ChatContentCacheControl | None = None
    prompt_cache_breakpoint: PromptCacheBreakpoint | None = None
    text: str
    type: Literal["text"] = "text"


class ChatContentImageImageUrl(BaseModel):
    detail: str | None = None
    url: str


class ChatContentImage(BaseModel):
    image_url: ChatContentImageImageUrl
    type: Literal["image_url"] = "image_url"


class ChatContentAudioInputAudio(BaseModel):
    data: str
    format: str


class ChatContentAudio(BaseModel):
    input_audio: ChatContentAudioInputAudio
    type: Literal["input_audio"] = "input_audio"


class LegacyChatContentVideoInput(BaseModel):
    url: str


class LegacyChatContentVideo(BaseModel):
    type: Literal["input_video"] = "input_video"
    video_url: LegacyChatContentVideoInput


class ChatContentVideoInput(BaseModel):
    url: str


class ChatContentVideo(BaseModel):
    type: Literal["video_url"] = "video_url"
    video_url: ChatContentVideoInput


class ChatContentFileFile(BaseModel):
    file_data: str | None = None
    file_id: str | None = None
    filename: str | None = None


class ChatContentFile(BaseModel):
    file: ChatContentFileFile
    type: Literal["file"] = "file"


ChatContentItems = Annotated[
    ChatContentText | ChatContentImage | ChatContentAudio | LegacyChatContentVideo | ChatContentVideo | ChatContentFile,
    Field(discriminator="type"),
]


class ChatAudioOutput(BaseModel):
    data: str | None = None
    expires_at: int | None = None
    id: str | None = None
    transcript: str | None = None


class ChatAssistantImagesItemImageUrl(BaseModel):
    url: str


class ChatAssistantImagesItem(BaseModel):
    image_url: ChatAssistantImagesItemImageUrl


ChatAssistantImages = list[ChatAssistantImagesItem]


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

ChatReasoningDetails = list[ReasoningDetailUnion]


class ChatToolCallFunction(BaseModel):
    arguments: str
    name: str


class ChatToolCall(BaseModel):
    function: ChatToolCallFunction
    id: str
    type: Literal["function"] = "function"


class ChatAssistantMessage(BaseModel):
    audio: ChatAudioOutput | None = None
    content: str | list[ChatContentItems] | None = None
    images: ChatAssistantImages | None = None
    model: str | None = None
    name: str | None = None
    reasoning: str | None = None
    reasoning_details: ChatReasoningDetails | None = None
    refusal: str | None = None
    role: Literal["assistant"] = "assistant"
    tool_calls: list[ChatToolCall] | None = None


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


class ChatChoice(BaseModel):
    finish_reason: str | None
    index: int
    logprobs: ChatTokenLogprobs | None = None
    message: ChatAssistantMessage


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


class ChatResult(BaseModel):
    choices: list[ChatChoice]
    created: int
    id: str
    model: str
    object: Literal["chat.completion"] = "chat.completion"
    openrouter_metadata: OpenRouterMetadata | None = None
    service_tier: str | None = None
    system_fingerprint: str | None
    usage: ChatUsage | None = None


validate = TypeAdapter(ChatResult).validator.validate_json
