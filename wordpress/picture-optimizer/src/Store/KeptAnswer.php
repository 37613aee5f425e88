<?php

declare(strict_types=1);

namespace PictureOptimizer\Store;

use PictureOptimizer\Api\BrokenAnswer;
use PictureOptimizer\Api\Reader;
use PictureOptimizer\Api\Wire\Item as Answer;

/** The service's word on an item as it lies in the column `result`, and what was made of it on this site. */
final class KeptAnswer
{
    /** @param array<string, string> $applied SHA-256 by size of the files that were put in place */
    public function __construct(public readonly Answer $answer, public readonly array $applied = [])
    {
    }

    /** @return self|null null when the text is something else */
    public static function fromJson(string $json, string $sourceSha256): ?self
    {
        $data = json_decode($json, true);
        if (!is_array($data) || !isset($data['id'])) {
            return null;
        }
        $applied = is_array($data['applied'] ?? null) ? $data['applied'] : [];
        if (is_array($data['sha256'] ?? null)) {
            // Rows of earlier versions hold the hashes in place of the source's.
            $applied = $data['sha256'];
            $data['sha256'] = $sourceSha256;
        }
        try {
            return new self(Answer::read(new Reader($data)), $applied);
        } catch (BrokenAnswer) {
            return null;
        }
    }

    public function toJson(): string
    {
        return (string) wp_json_encode(['applied' => (object) $this->applied] + $this->answer->jsonSerialize());
    }
}
