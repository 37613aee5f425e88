"""The remote model as an implementation of the port: ask, read, check, repair once."""

import time
from collections.abc import Sequence

from picopt_vision.context import Context
from picopt_vision.errors import VisionError
from picopt_vision.model_config import ModelConfig
from picopt_vision.picture import View
from picopt_vision.placing import places_apart, told_role
from picopt_vision.remote.answer import Answer, BrokenAnswer, is_refusal, parse_answer
from picopt_vision.remote.client import Client, Reply, Wanted
from picopt_vision.remote.prompt import PROMPT_VERSION, build_messages, build_repair
from picopt_vision.remote.schema import output_tokens, response_format
from picopt_vision.result import Draft, Evidence, PlacementAlt, Text, Usage
from picopt_vision.rules import find_faults, find_model_faults
from picopt_vision.settings import Settings
from picopt_vision.tidy import tidy


class RemoteModel:
    """Any endpoint that speaks OpenAI's chat protocol. Nothing that it answers is trusted."""

    is_draft = False
    languages: tuple[str, ...] = ()

    def __init__(self, config: ModelConfig, client: Client | None = None) -> None:
        if not config.model:
            raise ValueError("A remote vision model needs the model's name at its endpoint.")
        self.name = config.model
        self._budget = config.budget_seconds
        self._most_tokens = config.max_output_tokens
        self._client = client or Client(config)

    def describe(self, view: View, context: Context, settings: Settings) -> Draft:
        """Checked text. Raises VisionError: model_refused, model_broken_answer, model_unavailable, time_out."""
        deadline = time.monotonic() + self._budget
        places = places_apart(context, settings.language)
        wanted = self._wanted(settings, len(places))
        messages = build_messages(view, context, settings, places)
        reply = self._client.ask(messages, wanted, deadline)
        faults, draft = self._read(reply, context, settings, reply.usage)
        if not faults:
            return draft
        second = self._client.ask([*messages, *build_repair(reply.content, faults)], wanted, deadline)
        faults, draft = self._read(second, context, settings, reply.usage.plus(second.usage))
        if faults:
            raise VisionError("model_broken_answer", f"The vision model's answer could not be used: {faults[0]}")
        return draft

    def _wanted(self, settings: Settings, places: int) -> Wanted:
        tokens = output_tokens(settings.fields, places=places, most=self._most_tokens)
        return Wanted(response_format(settings.fields, with_places=places > 0), tokens)

    def _read(self, reply: Reply, context: Context, settings: Settings, usage: Usage) -> tuple[Sequence[str], Draft]:
        """What is wrong with the reply (for the model's eyes), and the draft made of it."""
        if reply.refused or is_refusal(reply.content):
            raise VisionError("model_refused", "The vision model refused to describe this picture.")
        try:
            answer = parse_answer(reply.content)
        except BrokenAnswer as error:
            broken = "The answer was cut off; be shorter." if reply.cut_off else str(error)
            return [broken], self._draft(Answer(alt=""), Text(), context, settings, usage)
        text = tidy(_text_of(answer))
        faults = find_faults(text, decorative=answer.told_role == "decorative", context=context, settings=settings)
        faults += find_model_faults(text, context, settings)
        return [fault.message for fault in faults if fault.severe], self._draft(answer, text, context, settings, usage)

    def _draft(self, answer: Answer, text: Text, context: Context, settings: Settings, usage: Usage) -> Draft:
        return Draft(
            text=text,
            language=settings.language,
            decorative=answer.told_role == "decorative",
            confidence=answer.confidence,
            model=self.name,
            prompt_version=PROMPT_VERSION,
            evidence=(Evidence(claim="the whole text", source=self.name, score=answer.confidence),),
            usage=usage,
            role=answer.told_role,
            placements=_alts_apart(answer, context, settings),
        )


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


def _alts_apart(answer: Answer, context: Context, settings: Settings) -> tuple[PlacementAlt, ...]:
    """What the model wrote for places that were asked about. Where a person marked decoration, it stays empty."""
    alts = {place.key: place.alt for place in answer.places}
    return tuple(
        PlacementAlt(
            key=place.key,
            alt="" if role == "decorative" else alts.get(place.key, ""),
            role=role if role != "informative" or alts.get(place.key, "") else "decorative",
            language=place.language,
        )
        for place in places_apart(context, settings.language)
        for role in (told_role(place),)
        if role == "decorative" or place.key in alts
    )
