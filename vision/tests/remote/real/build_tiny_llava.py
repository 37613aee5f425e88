"""Writes a LLaVA of random weights, under a megabyte, as `transformers` loads any other. Needs `torch`, `transformers`.

It takes an image as any of its kind: 56 x 56 pixels, in 16 patches, each a token among those of the text. It never ends
by itself: what it writes is as long as it was allowed to be.
"""

import sys

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    CLIPVisionConfig,
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaProcessor,
    PreTrainedTokenizerFast,
)
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

WIDTH, LAYERS, HEADS, INNER, CONTEXT = 64, 2, 4, 128, 16384
SIDE, PATCH = 56, 14
UNKNOWN, BEGIN, END, PAD, IMAGE = SPECIAL = ("<unk>", "<s>", "</s>", "<pad>", "<image>")
SENTENCES = (
    "A lighthouse stands above the sea.",
    "Two dogs run along the beach.",
    '{"alt": "A red triangle", "tags": []}',
)
TEMPLATE = """{% for message in messages %}{{ message['role'] }}: {% for part in message['content'] %}\
{% if part['type'] == 'image' %}<image>{% else %}{{ part['text'] }}{% endif %}{% endfor %}
{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}"""


def build(folder: str) -> None:
    """Model, tokenizer, image processor and chat template in one folder."""
    torch.manual_seed(1)
    tokenizer = _train_tokenizer()
    _random_model(tokenizer).save_pretrained(folder)
    images = CLIPImageProcessorPil(size={"shortest_edge": SIDE}, crop_size={"height": SIDE, "width": SIDE})
    LlavaProcessor(
        image_processor=images,
        tokenizer=tokenizer,
        patch_size=PATCH,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=TEMPLATE,
    ).save_pretrained(folder)


def _train_tokenizer() -> PreTrainedTokenizerFast:
    """Pairs of bytes: it reads and writes whatever there is."""
    trained = Tokenizer(models.BPE(unk_token=UNKNOWN))
    trained.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trained.decoder = decoders.ByteLevel()
    bytes_ = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=list(SPECIAL), initial_alphabet=bytes_, show_progress=False
    )
    trained.train_from_iterator(SENTENCES, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=trained,
        unk_token=UNKNOWN,
        bos_token=BEGIN,
        eos_token=END,
        pad_token=PAD,
        extra_special_tokens={"image_token": IMAGE},
        model_max_length=CONTEXT,
    )


def _random_model(tokenizer: PreTrainedTokenizerFast) -> LlavaForConditionalGeneration:
    shared = {
        "hidden_size": WIDTH,
        "intermediate_size": INNER,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
    }
    begin, end, pad, image = tokenizer.convert_tokens_to_ids([BEGIN, END, PAD, IMAGE])
    text = LlamaConfig(
        **shared,
        vocab_size=len(tokenizer),
        max_position_embeddings=CONTEXT,
        initializer_range=0.2,
        bos_token_id=begin,
        eos_token_id=end,
        pad_token_id=pad,
    )
    vision = CLIPVisionConfig(**shared, image_size=SIDE, patch_size=PATCH, projection_dim=WIDTH)
    config = LlavaConfig(
        text_config=text,
        vision_config=vision,
        image_token_id=image,
        image_seq_length=(SIDE // PATCH) ** 2,
        vision_feature_select_strategy="default",
        bos_token_id=begin,
        eos_token_id=end,
        pad_token_id=pad,
    )
    model = LlavaForConditionalGeneration(config)
    with torch.no_grad():
        model.lm_head.weight[end] = 0  # of 323 random numbers some are greater
    return model


if __name__ == "__main__":
    build(sys.argv[1])
