<?php

declare(strict_types=1);

namespace PictureOptimizer\Audit;

use PictureOptimizer\Files\Described;
use PictureOptimizer\Store\Picture;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Text\AltFaults;
use PictureOptimizer\Text\CopiedName;
use PictureOptimizer\Text\TextPolicy;

/** Looks at pictures for the audit: their files' sizes as WordPress knows them, and what is wrong with their alt texts. */
final class Look
{
    public function __construct(private readonly PictureStore $pictures, private readonly DecorativeUses $uses)
    {
    }

    /**
     * @param list<int> $ids
     * @return list<array{int, int, string, string, int, string}> attachment id, bytes, mime type, fault of the alt text, width, and
     *     what tells one alt text from another; empty where there is none
     */
    public function at(array $ids): array
    {
        _prime_post_caches($ids, false, true);
        $known = $this->pictures->getMany($ids);
        $mute = array_filter($ids, static fn (int $id): bool => trim(Described::alt($id)) === '');
        $decided = array_flip($this->uses->among(array_values($mute)));
        return array_map(function (int $id) use ($known, $decided): array {
            $alt = Described::alt($id);
            $post = get_post($id);
            // Looked at and left without a text, or said so by a person: it is decorative.
            $decorative = isset($decided[$id]) || (($known[$id] ?? null)?->isAnalysed() ?? false);
            $title = self::titleBeside($id, $alt, $known[$id] ?? null);
            $fault = AltFaults::of($alt, $title, (string) $post?->post_excerpt, $decorative);
            $width = (int) (wp_get_attachment_metadata($id, true)['width'] ?? 0);
            return [$id, self::bytes($id), (string) get_post_mime_type($id), $fault, $width, self::fingerprint($alt)];
        }, $ids);
    }

    /** @return string|null null when the file is not there */
    public function sha256(int $id): ?string
    {
        return $this->pictures->liveSha256($id);
    }

    /**
     * The title that an alt text should not repeat. Where WordPress took it from the file's name, our own text may say the same: the
     * file is called what it shows. Any other text that does was filled in by a program, and nobody looked at the image.
     */
    private static function titleBeside(int $id, string $alt, ?Picture $known): string
    {
        $title = (string) get_post($id)?->post_title;
        return TextPolicy::isOurs('alt', $alt, $known) && CopiedName::isTitle($id, $title) ? '' : $title;
    }

    /** However it is spaced and capitalized. */
    private static function fingerprint(string $alt): string
    {
        $plain = mb_strtolower(trim((string) preg_replace('/\s+/u', ' ', $alt)));
        return $plain === '' ? '' : md5($plain);
    }

    /** WordPress writes a file's size down; older uploads have to be looked at. */
    private static function bytes(int $id): int
    {
        $meta = wp_get_attachment_metadata($id, true);
        if (isset($meta['filesize'])) {
            return (int) $meta['filesize'];
        }
        $file = Described::path($id, unfiltered: true);
        return $file !== null && is_file($file) ? (int) filesize($file) : 0;
    }
}
