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
     * @param string $desk the open tab whose words were kept last, by a name of its own; empty for one that said none
     * @param int $turn which of its words they were
     * @param string $kept as it lies there now
     */
    public function __construct(
        public readonly ?DecidedText $text = null,
        public readonly bool $accepted = false,
        public readonly int $regenerated = 0,
        public readonly int $approvedBy = 0,
        public readonly int $approvedAt = 0,
        private readonly string $desk = '',
        private readonly int $turn = 0,
        public readonly string $kept = '',
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
            (string) ($data['desk'] ?? ''),
            (int) ($data['turn'] ?? 0),
            $json,
        );
    }

    public function toJson(): string
    {
        $desk = $this->desk === '' ? [] : ['desk' => $this->desk, 'turn' => $this->turn];
        $own = ['accepted' => $this->accepted, 'regenerated' => $this->regenerated,
            'approved_by' => $this->approvedBy, 'approved_at' => $this->approvedAt];
        return (string) wp_json_encode(($this->text?->jsonSerialize() ?? []) + $desk + $own);
    }

    /** Requests of a closing tab can arrive in any order: whether words are older than what is kept of the same tab. */
    public function isPast(string $desk, int $turn): bool
    {
        return $desk !== '' && $desk === $this->desk && $turn <= $this->turn;
    }

    public function with(DecidedText $text, string $desk = '', int $turn = 0): self
    {
        [$desk, $turn] = $desk === '' ? [$this->desk, $this->turn] : [$desk, $turn];
        return new self($text, $this->accepted, $this->regenerated, desk: $desk, turn: $turn);
    }

    /** Another text was asked for; what was said of the one before is over. */
    public function anew(): self
    {
        return new self(regenerated: $this->regenerated + 1, desk: $this->desk, turn: $this->turn);
    }

    public function approvedBy(int $user, int $at): self
    {
        return new self($this->text, true, $this->regenerated, $user, $at);
    }
}
