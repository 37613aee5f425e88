<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

/** What a person did about the text of an item, as it lies in the column `reviewed`. */
final class Reviewed
{
    /**
     * @param int $regenerated how often another text was asked for
     * @param int $approvedBy the user who accepted it, 0 when nobody did or they are unknown
     * @param int $approvedAt Unix seconds
     */
    public function __construct(
        public readonly ?DecidedText $text = null,
        public readonly bool $accepted = false,
        public readonly int $regenerated = 0,
        public readonly int $approvedBy = 0,
        public readonly int $approvedAt = 0,
    ) {
    }

    public static function fromJson(string $json): self
    {
        $data = (array) json_decode($json, true);
        $text = isset($data['fields']) ? new DecidedText(
            $data['fields'],
            $data['tags'],
            $data['file_name'],
            $data['places'] ?? [], // newer than the first rows
        ) : null;
        return new self(
            $text,
            $data['accepted'] ?? false,
            $data['regenerated'] ?? 0,
            $data['approved_by'] ?? 0,
            $data['approved_at'] ?? 0,
        );
    }

    public function toJson(): string
    {
        $own = ['accepted' => $this->accepted, 'regenerated' => $this->regenerated,
            'approved_by' => $this->approvedBy, 'approved_at' => $this->approvedAt];
        return (string) wp_json_encode(($this->text?->jsonSerialize() ?? []) + $own);
    }

    public function with(DecidedText $text): self
    {
        return new self($text, $this->accepted, $this->regenerated);
    }

    public function approvedBy(int $user, int $at): self
    {
        return new self($this->text, true, $this->regenerated, $user, $at);
    }
}
