"""What the first use builds: only what it needs, and all of it, from however many threads."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

from programs import LOCAL, run

PROCESSES = 100

BUILT = """
import openrouter_sdk
from openrouter_sdk import models

WATCHED = ("ChatStreamChunk", "ChatResult", "ChatUserMessage", "ForbiddenResponse")

def built():
    return [name for name in WATCHED if getattr(models, name).__pydantic_complete__]

client = openrouter_sdk.OpenRouter(api_key="k", http_client=http_client(2))
before = built()
stream = client.chat.send(messages=[], stream=True)
next(stream)
print(json.dumps([before, built()]))
"""

REQUEST_MODELS = """
import sys
from openrouter_sdk import OpenRouter

def loaded(messages):
    next(OpenRouter(api_key="k", http_client=http_client(2)).chat.send(messages=messages, stream=True))
    return "openrouter_sdk.models.chat_requests" in sys.modules

text = {"type": "text", "text": "hi"}
complete = [{"role": "user", "content": "hi"}, {"role": "user", "content": [text]}]
print(json.dumps([loaded(complete), loaded([{"role": "user", "content": [{"text": "hi"}]}])]))
"""

THREADS = """
import sys, threading

gate, texts, failures = threading.Barrier(32), [], []
client_of_all = []

def touch(number):
    gate.wait()
    try:
        from openrouter_sdk import OpenRouter, models
        if number % 4 == 0:
            client_of_all.append(OpenRouter(api_key="k", http_client=transport))
            client = client_of_all[0]
            chunks = list(client.chat.send(messages=[], stream=True))
        elif number % 4 == 1:
            with OpenRouter(api_key="k", http_client=transport).chat.send(messages=[], stream=True) as stream:
                chunks = list(stream)
        elif number % 4 == 2:
            chunks = [models.ChatStreamChunk.model_validate_json(CHUNK)] * 3
        else:
            whole = OpenRouter(api_key="k", http_client=transport).chat.send(messages=[], stream=True).final()
            texts.append(whole.choices[0].message.content)
            return
        texts.append("".join(chunk.choices[0].delta.content for chunk in chunks))
    except BaseException as error:
        failures.append(repr(error))

transport = http_client(3)
threads = [threading.Thread(target=touch, args=(number,), daemon=True) for number in range(32)]
[thread.start() for thread in threads]
[thread.join(60) for thread in threads]
alive = sum(thread.is_alive() for thread in threads)
print(json.dumps({"failures": failures, "alive": alive, "texts": sorted(set(texts)), "count": len(texts)}))
"""


def test_no_validator_is_built_before_it_is_needed() -> None:
    before, after = run(LOCAL + BUILT)
    assert before == []
    assert after == ["ChatStreamChunk"]


def test_models_of_requests_are_loaded_only_if_a_constant_is_to_be_added() -> None:
    assert run(LOCAL + REQUEST_MODELS) == [False, True]


def test_first_touched_from_32_threads_at_once_in_a_hundred_new_processes() -> None:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda _: run(LOCAL + THREADS), range(PROCESSES)))
    whole = {"failures": [], "alive": 0, "texts": ["word word word "], "count": 32}
    assert [outcome for outcome in outcomes if outcome != whole] == []
    assert len(outcomes) == PROCESSES
