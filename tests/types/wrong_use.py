"""What a type checker must refuse. Each line marked `# error` is one; the test counts them. It is never run."""

from openrouter_sdk import OpenRouter


def wrong(client: OpenRouter) -> None:
    client.chat.send(messages=[{"role": "user", "contents": "Hello"}])  # error
    client.chat.send(messages=[], temprature=0.5)  # error
    client.chat.send(messages=[], temperature="hot")  # error
    client.chat.send()  # error
    client.chat.send(messages=[], options={"time_out": 3})  # error
    print(client.chat.send(messages=[], stream=True).choices)  # error
    OpenRouter(server="staging")  # error
