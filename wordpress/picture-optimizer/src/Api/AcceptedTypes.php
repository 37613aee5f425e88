<?php

declare(strict_types=1);

namespace PictureOptimizer\Api;

use PictureOptimizer\Files\Described;

/**
 * Which media types can be sent: what every service reads, and what this one has said on top of that (`input_media_types`). It is
 * remembered for the service that said so whenever its capabilities are asked for, so that no page has to ask.
 */
final class AcceptedTypes
{
    /** What every service reads, as far as WordPress takes it. */
    public const ALWAYS = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'image/tiff', 'image/bmp'];
    /** WordPress names one file by either, after the brand that happens to stand first in it. */
    public const HEIC = ['image/heic', 'image/heif'];

    /** WordPress keeps the type of a photo that it made a JPEG of; where the file is one of these, the file counts. */
    private const CONVERTED = '(jpe?g|png|webp|avif)';

    public const OPTION = 'picture_optimizer_accepted_types';

    public function __construct(private readonly Connection $connection)
    {
    }

    /** @return list<string> */
    public function all(): array
    {
        return [...self::ALWAYS, ...($this->takeHeic() ? self::HEIC : [])];
    }

    public function include(string $mediaType): bool
    {
        return in_array($mediaType, $this->all(), true);
    }

    /** Whether an attachment can be sent: by its stored type, or by its file where WordPress made another one of it. */
    public function includeAttachment(\WP_Post $attachment): bool
    {
        $file = Described::file($attachment->ID);
        return $this->include($attachment->post_mime_type) || (in_array($attachment->post_mime_type, self::HEIC, true)
            && preg_match('/\.' . self::CONVERTED . '$/Di', $file) === 1);
    }

    /** All of them for an `IN (…)`; they are our own constants. */
    public function forSql(): string
    {
        return "'" . implode("','", $this->all()) . "'";
    }

    /** The same of attachments, as a condition of SQL. */
    public function condition(\wpdb $db, string $posts): string
    {
        return "({$posts}.post_mime_type IN ({$this->forSql()}) OR ({$posts}.post_mime_type IN ('" . implode("','", self::HEIC) . "')"
            . " AND EXISTS (SELECT 1 FROM {$db->postmeta} f WHERE f.post_id = {$posts}.ID AND f.meta_key = '_wp_attached_file'"
            . " AND f.meta_value REGEXP '[.]" . self::CONVERTED . "$')))";
    }

    /** @param list<string> $named as the service's capabilities have them */
    public function remember(array $named): void
    {
        $heic = array_intersect(self::HEIC, $named) !== [];
        if ($heic !== $this->takeHeic()) {
            update_option(self::OPTION, ['service' => $this->connection->url(), 'heic' => $heic], true);
        }
    }

    private function takeHeic(): bool
    {
        $known = get_option(self::OPTION);
        return is_array($known) && ($known['service'] ?? '') === $this->connection->url() && ($known['heic'] ?? false) === true;
    }
}
