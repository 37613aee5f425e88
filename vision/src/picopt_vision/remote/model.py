"""The remote model as an implementation of the port: ask, read, check, repair once."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from picopt_vision.context import Context, Placement
from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.picture import View
from picopt_vision.placing import places_apart, told_role
from picopt_vision.remote.answer import Answer, BrokenAnswer, parse_answer
from picopt_vision.remote.client import Asks, Client
from picopt_vision.remote.declining import declines, is_refusal
from picopt_vision.remote.prompt import PROMPT_VERSION, build_repair
from picopt_vision.remote.providers import provider_of
from picopt_vision.remote.reply import NoRoom, Reply, TooLong
from picopt_vision.remote.request import build_request
from picopt_vision.result import Draft, Evidence, PlacementAlt, Text, Usage, only
from picopt_vision.rules import Fault, find_alt_faults, find_faults, find_model_faults
from picopt_vision.settings import FIELDS, Settings
from picopt_vision.tidy import tidy, tidy_line

# Share of the budget that is kept for the repair turn: an answer that came late must not cost its only chance.
FOR_REPAIR: Final = 0.35


@dataclass(frozen=True, kw_only=True, slots=True)
class _Task:
    """What is asked about an image."""

    context: Context
    settings: Settings
    places: Sequence[Placement]
    briefly: bool = False
    """No more room is kept for the answer than its text takes."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A reply, read."""

    draft: Draft
    """What is right of it: fields and places whose text is wrong go without in the end."""
    faults: Sequence[str]
    """What is wrong with it, for the model's eyes."""
    is_usable: bool
    """The image's own alt text is right, and worth keeping whatever became of the rest."""

    def count(self) -> int:
        """How many fields and places have a text: some models repair one field and leave out the others."""
        return sum(bool(getattr(self.draft.text, name)) for name in FIELDS) + len(self.draft.placements)


class RemoteModel:
    """Any endpoint that speaks OpenAI's chat protocol. Nothing that it answers is trusted."""

    is_draft = False
    languages: tuple[str, ...] = ()

    def __init__(self, config: ModelConfig, client: Asks | None = None) -> None:
        if not config.model:
            raise ValueError("A remote vision model needs the model's name at its endpoint.")
        self.name = config.model
        self._config = config
        self._provider = provider_of(config)
        self._client: Asks = client or Client(config)

    def describe(self, view: View, context: Context, settings: Settings) -> Draft:
        """Checked text. Raises VisionError: those of `Client.ask`, and model_broken_answer."""
        started, budget = time.monotonic(), self._config.budget_seconds
        task = _Task(context=context, settings=settings, places=places_apart(context, settings.language))
        task, request, reply = self._ask(view, task, started + budget * (1 - FOR_REPAIR))
        first = self._read(reply, task, reply.usage)
        if not first.faults:
            return first.draft
        complaint = build_repair(reply.content, first.faults)
        again = {**request, "messages": [*request["messages"], *complaint]}
        try:
            reply = self._client.ask(again, started + budget)
            second = self._read(reply, task, first.draft.usage.plus(reply.usage))
        except VisionError as error:
            if not first.is_usable or error.code == "model_waiting":
                raise
            return first.draft
        if not (first.is_usable or second.is_usable):
            message = f"The vision model's answer could not be used: {second.faults[0]}"
            raise VisionError("model_broken_answer", message)
        better = max((each for each in (second, first) if each.is_usable), key=_Reading.count)
        return replace(better.draft, usage=second.draft.usage)

    def _ask(self, view: View, task: _Task, deadline: float) -> tuple[_Task, dict[str, Any], Reply]:
        """An endpoint with a short memory is asked about fewer places; the others take over the image's own text.

        Some count the room for the answer as well: then what is kept for thoughts goes first.
        """
        told = (view, task.context, task.settings, task.places)
        config = replace(self._config, max_output_tokens=0) if task.briefly else self._config
        request = build_request(*told, config=config, provider=self._provider)
        try:
            return task, request, self._client.ask(request, deadline)
        except TooLong as error:
            if isinstance(error, NoRoom) and not task.briefly:
                smaller = replace(task, briefly=True)
            elif task.places:
                smaller = replace(task, places=task.places[: len(task.places) // 2])
            else:
                raise
        return self._ask(view, smaller, deadline)

    def _read(self, reply: Reply, task: _Task, usage: Usage) -> _Reading:
        """The draft made of the reply, and what is wrong with it. Raises VisionError: model_refused."""
        if reply.refused or is_refusal(reply.content):
            raise _refusal()
        try:
            answer = parse_answer(reply.content)
        except BrokenAnswer as error:
            broken = "The answer was cut off; be shorter." if reply.cut_off else str(error)
            return _Reading(self._draft(Answer(), Text(), task, usage), [broken], is_usable=False)
        if declines(answer):
            raise _refusal()
        asked = {"alt", *task.settings.fields}  # what nobody asked for is not worth another turn
        text = tidy(only(_text_of(answer), asked), task.settings.language)
        faults = _faults(text, answer, task)
        right = only(text, {*FIELDS} - {fault.field for fault in faults if fault.field != "alt"})
        return _Reading(
            _without_faulty_places(self._draft(answer, right, task, usage), task),
            [*(fault.message for fault in faults), *_faults_of_places(answer, task)],
            is_usable=not _faults(right, answer, task),
        )

    def _draft(self, answer: Answer, text: Text, task: _Task, usage: Usage) -> Draft:
        return Draft(
            text=text,
            language=task.settings.language,
            decorative=answer.told_role == "decorative",
            confidence=answer.confidence,
            model=self.name,
            prompt_version=PROMPT_VERSION,
            evidence=(Evidence(claim="the whole text", source=self.name, score=answer.confidence),),
            usage=usage,
            role=_role(answer, task.context),
            placements=tuple(_alts_apart(answer, task)),
        )


def _faults(text: Text, answer: Answer, task: _Task) -> list[Fault]:
    """What keeps the text from being used."""
    role = answer.told_role
    found = find_faults(text, decorative=role == "decorative", context=task.context, settings=task.settings)
    found += find_model_faults(text, task.context, task.settings, role=role)
    return [fault for fault in found if fault.severe]


def _refusal() -> VisionError:
    return VisionError("model_refused", "The vision model refused to describe this image.")


def _role(answer: Answer, context: Context) -> str:
    """The markup knows links; the rest is the model's to tell."""
    told = told_role(context.main)
    return told if told == "functional" and answer.told_role != "decorative" else answer.told_role


def _text_of(answer: Answer) -> Text:
    if answer.told_role == "decorative":
        return Text()
    return Text(
        alt=answer.alt,
        title=answer.title,
        caption=answer.caption,
        description=answer.description,
        filename=answer.filename,
        tags=tuple(answer.tags),
    )


def _alts_apart(answer: Answer, task: _Task) -> Iterator[PlacementAlt]:
    """What the model wrote for places that were asked about. Where a person marked decoration, it stays empty."""
    alts = {place.key: place.alt for place in answer.places}
    main = task.context.main
    if main.key and told_role(main) == "decorative" and answer.told_role != "decorative":
        yield PlacementAlt(key=main.key, alt="", role="decorative", language=main.language)
    for place in task.places:
        role, alt = told_role(place), alts.get(place.key)
        if role == "decorative":
            yield PlacementAlt(key=place.key, alt="", role=role, language=place.language)
        elif alt is not None:
            told = role if alt or role == "functional" else "decorative"
            yield PlacementAlt(key=place.key, alt=alt, role=told, language=place.language)


def _faults_of_places(answer: Answer, task: _Task) -> list[str]:
    """What is wrong with the places' alt texts, and which are missing."""
    known = {one.key: one for one in _alts_apart(answer, task)}
    missing = [place.key for place in task.places if place.key not in known]
    faults = [f'places: the place "{key}" has no alt text.' for key in missing]
    return faults + [f'place "{one.key}": {fault}' for one in known.values() for fault in _faults_of_place(one, task)]


def _faults_of_place(one: PlacementAlt, task: _Task) -> list[str]:
    settings, alt = replace(task.settings, language=one.language or task.settings.language), tidy_line(one.alt)
    there = replace(task.context, placements=[place for place in task.context.places if place.key == one.key])
    found = find_alt_faults(alt, decorative=one.role == "decorative", settings=settings)
    found += find_model_faults(Text(alt=alt), there, settings, role=one.role)
    return [fault.message for fault in found if fault.severe]


def _without_faulty_places(draft: Draft, task: _Task) -> Draft:
    """What is wrong is not stored: such a place takes over the image's own alt text."""
    return replace(draft, placements=tuple(one for one in draft.placements if not _faults_of_place(one, task)))
