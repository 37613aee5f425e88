"""A chat completion as servers really send it, which is not always as the protocol has it.

Some stream although nobody asked for it, some answer in parts or by a call of a tool, some say in words of their own
why they stopped, and some leave out whatever they do not need. None of that makes an answer less of one: only what
cannot be read at all is none.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from picopt_vision.remote.characters import whole_characters

# Why a server stopped: for what the image or the text shows (OpenAI, Gemini's own words, Bedrock, Zhipu), or too early.
_REFUSED: Final = re.compile(
    r"content.?filter|safety|prohibited|blocklist|recitation|spii|guardrail|refus|sensitive|moderat|blocked",
    re.IGNORECASE,
)
_CUT_OFF: Final = frozenset(
    {"length", "max_tokens", "max_output_tokens", "model_length", "model_context_window_exceeded"}
)
# Where an error stands that is not called one.
_SAID: Final = ("msg", "message", "detail", "errors")
_BROKE: Final = frozenset({"error", "network_error", "malformed_function_call"})


@dataclass(frozen=True, slots=True)
class Completion:
    """What is in it for us."""

    content: str
    refused: bool
    cut_off: bool
    broke: bool
    """The server says that it failed while it answered."""
    error: Any
    """What it says of that; None where it says nothing."""
    is_empty: bool
    """There is no choice in it, and no reason why."""
    usage: dict[str, Any]


def read_completion(body: bytes | str) -> Completion:
    """One JSON object, or a stream of them. Raises ValueError for what is neither."""
    text = (body.decode("utf-8", "replace") if isinstance(body, bytes) else body).lstrip("\ufeff \r\n\t")
    try:
        found = _joined(_events(text)) if text.startswith(("data:", "event:", ":")) else json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    found = _first(found) or _dict(found)
    choice = _first(found.get("choices"))
    failed = found.get("error") or choice.get("error") or (None if choice else _error_elsewhere(found))
    if not ("choices" in found or failed):
        raise ValueError("no completion")
    message = _dict(choice.get("message"))
    reason = str(choice.get("finish_reason") or "")
    blocked = _dict(found.get("prompt_feedback") or found.get("promptFeedback"))
    return Completion(
        content=whole_characters(_text(message.get("content")) or _arguments(message) or _taken_for_thoughts(message)),
        refused=bool(message.get("refusal") or blocked or _REFUSED.search(reason)),
        cut_off=reason.lower() in _CUT_OFF,
        broke=reason.lower() in _BROKE,
        error=failed,
        is_empty=not choice,
        usage=_dict(found.get("usage")),
    )


def _error_elsewhere(found: dict[str, Any]) -> dict[str, Any] | None:
    """What servers that know no `error` say in place of a completion; None where they say nothing.

    A message with content is an answer in another protocol, whose words are no error's.
    """
    base = _dict(found.get("base_resp"))  # MiniMax's, whose 0 is a success
    said = {name: found[name] for name in _SAID if found.get(name) and "content" not in _dict(found[name])}
    failed = base if base.get("status_code") else said
    return {"code": found.get("code"), "message": json.dumps(failed, ensure_ascii=False)} if failed else None


def _events(text: str) -> Iterator[dict[str, Any]]:
    """The objects of a stream of server-sent events; comments and its end are none."""
    for line in re.split(r"[\r\n]+", text):  # other ends of lines may stand in a text
        data = line.removeprefix("data:").strip() if line.startswith("data:") else ""
        if data and data != "[DONE]":
            yield _dict(json.loads(data))


def _joined(events: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """A stream as the one object that it would have been."""
    whole: dict[str, Any] = {}
    message: dict[str, str] = {"content": "", "refusal": "", "arguments": "", "reasoning": ""}
    reason = None
    for event in events:
        whole |= {name: value for name, value in event.items() if value and name != "choices"}
        choice = _first(event.get("choices"))
        said = _dict(choice.get("delta") or choice.get("message"))
        message["content"] += _text(said.get("content"))
        message["refusal"] += str(said.get("refusal") or "")
        message["arguments"] += _arguments(said)
        message["reasoning"] += _thoughts(said)
        reason = choice.get("finish_reason") or reason
        if choice:
            whole["choices"] = [{"finish_reason": reason, "message": message, "error": choice.get("error")}]
    return {"choices": [], **whole} if whole else whole


def _text(content: Any) -> str:
    """A string, the text among parts (thoughts are no text), or an object that a server has read already."""
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        return json.dumps(content)
    parts = [_dict(part) for part in content] if isinstance(content, list) else []
    return "".join(str(part.get("text") or "") for part in parts if part.get("type", "text") in {"text", "output_text"})


def _arguments(message: dict[str, Any]) -> str:
    """What a model wrote that takes the wanted shape for a tool."""
    function = _dict(_first(message.get("tool_calls")).get("function") or message.get("function_call"))
    return _text(message.get("arguments") or function.get("arguments"))


def _taken_for_thoughts(message: dict[str, Any]) -> str:
    """An answer that the server took for thoughts, as vLLM does of a model that it told not to think."""
    thoughts = _thoughts(message).strip()
    return thoughts if thoughts.startswith("{") and thoughts.endswith("}") else ""


def _thoughts(message: dict[str, Any]) -> str:
    return _text(message.get("reasoning_content") or message.get("reasoning"))


def _first(found: Any) -> dict[str, Any]:
    return _dict(found[0]) if isinstance(found, list) and found else {}


def _dict(found: Any) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}
