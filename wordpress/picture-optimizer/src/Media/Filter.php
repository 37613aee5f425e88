<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Api\AcceptedTypes;
use PictureOptimizer\Store\PictureStatus;

/** Which images of the library somebody means; clean, whatever was sent. An empty one means all. */
final class Filter implements \JsonSerializable
{
    public const ALTS = ['missing', 'poor', 'same'];

    /**
     * @param string $folder below the upload folder, such as 2026/11
     * @param string $after first day, YYYY-MM-DD
     * @param string $before last day
     * @param string $type media type
     * @param int $largerThan bytes of the full-size file
     * @param string $postType of the post that the image was uploaded to
     */
    private function __construct(
        public readonly string $folder,
        public readonly string $after,
        public readonly string $before,
        public readonly string $type,
        public readonly int $largerThan,
        public readonly int $author,
        public readonly string $postType,
        public readonly string $status,
        public readonly string $alt,
        public readonly bool $duplicates,
        public readonly bool $oversized,
    ) {
    }

    /** @param mixed $sent values by name; what is strange counts as not said */
    public static function from(mixed $sent): self
    {
        $sent = array_filter(is_array($sent) ? $sent : [], is_scalar(...));
        $text = static fn (string $name): string => sanitize_text_field((string) ($sent[$name] ?? ''));
        $one = static fn (string $name, array $of): string => in_array($text($name), $of, true) ? $text($name) : '';
        $date = static fn (string $name): string
            => preg_match('/^\d{4}-\d{2}-\d{2}$/D', $text($name)) ? $text($name) : '';
        return new self(
            trim($text('folder'), '/'),
            $date('after'),
            $date('before'),
            $one('type', [...AcceptedTypes::ALWAYS, ...AcceptedTypes::HEIC]),
            max(0, (int) $text('larger_than')),
            max(0, (int) $text('author')),
            $one('post_type', array_values(get_post_types())),
            $one('status', ['unprocessed', ...array_column(PictureStatus::cases(), 'value')]),
            $one('alt', self::ALTS),
            (bool) rest_sanitize_boolean($text('duplicates')),
            (bool) rest_sanitize_boolean($text('oversized')),
        );
    }

    /** @return array<string, string|int|bool> as from() takes it */
    public function jsonSerialize(): array
    {
        return ['folder' => $this->folder, 'after' => $this->after, 'before' => $this->before, 'type' => $this->type,
            'larger_than' => $this->largerThan, 'author' => $this->author, 'post_type' => $this->postType,
            'status' => $this->status, 'alt' => $this->alt, 'duplicates' => $this->duplicates, 'oversized' => $this->oversized];
    }
}
