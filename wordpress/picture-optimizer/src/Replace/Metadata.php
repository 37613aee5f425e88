<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Culprit;
use PictureOptimizer\Database\Cell;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Discretion;
use PictureOptimizer\Delivery\SocialImages;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\NewFile;

/** What WordPress has to know about the new files. */
final class Metadata
{
    /** Sub-sizes of ours for srcset; WordPress offers and deletes them like its own. */
    public const BREAKPOINT = 'picopt-';

    public function __construct(
        private readonly \wpdb $db,
        private readonly Cells $cells,
        private readonly OtherOwners $others,
    ) {
    }

    /** The name that WordPress knows a result file's size by. */
    public static function sizeName(string $name): string
    {
        return str_starts_with($name, NewFile::BREAKPOINT)
            ? self::BREAKPOINT . substr($name, strlen(NewFile::BREAKPOINT))
            : $name;
    }

    /** Points WordPress to the new files. The guid stays: feed readers know posts by it. */
    public function write(Run $run): void
    {
        $id = $run->attachmentId();
        $full = $run->change->full();
        if ($full === null) {
            return;
        }
        $composed = $this->compose($run, $full);
        $file = _wp_relative_upload_path((string) self::filtered('update_attached_file', $run->absolute($run->newNames['full']), $id));
        // Translation plugins make attachments that share a file: all of them follow it.
        $owners = [...$this->others->of($id, $run->relative($run->oldNames['full'])), $id];
        foreach ($owners as $owner) {
            $this->setMeta($run, '_wp_attached_file', $file, $owner);
            $this->setPost($run, 'post_mime_type', $full->mime, $owner);
        }
        // In WordPress' order: who copies new files to another storage then asks WordPress for the name of the image's file.
        $meta = self::filtered('wp_update_attachment_metadata', $composed, $id);
        // What is nothing would be deleted by WordPress, and the image would lose its sizes.
        $meta = is_array($meta) && isset($meta['file']) ? $meta : $composed;
        // That may have taken its time, as copies to another storage do.
        $known = $this->cellOf($id, '_wp_attached_file');
        if ($known === null || $this->cells->read($known) !== $file) {
            throw new ChangedMeanwhile();
        }
        foreach ($owners as $owner) {
            $this->setMeta($run, '_wp_attachment_metadata', serialize($meta), $owner);
        }
    }

    /** Core's own filters, so that plugins that watch these values see ours. */
    private static function filtered(string $filter, mixed $value, int $id): mixed
    {
        try {
            return apply_filters($filter, $value, $id); // phpcs:ignore WordPress.NamingConventions -- names of core
        } catch (\Throwable $error) {
            $culprit = Culprit::of($error);
            throw new ChangeError($culprit->name !== '' ? (string) $culprit : sprintf(
                /* translators: %s: message of the error */
                __('Another plugin failed while handling the new file: %s', 'picture-optimizer'),
                Discretion::of($error->getMessage())
            ), 0, $error);
        }
    }

    public function setPost(Run $run, string $column, string $value, ?int $owner = null): void
    {
        $cell = $this->cellOfPost($owner ?? $run->attachmentId(), $column);
        $before = $this->cells->read($cell) ?? throw new ChangeError(__('The image was deleted in the meantime.', 'picture-optimizer'));
        $this->cells->set($cell, $before, $value, $run->id, $run->attachmentId());
    }

    /** The value that a meta key has now; null when there is none. */
    public function cellOf(int $owner, string $key): ?Cell
    {
        $metaId = $this->db->get_var($this->db->prepare(
            "SELECT meta_id FROM {$this->db->postmeta} WHERE post_id = %d AND meta_key = %s ORDER BY meta_id LIMIT 1",
            $owner,
            $key
        ));
        return $metaId === null ? null : new Cell($this->db->postmeta, 'meta_id', (string) $metaId, 'meta_value', $owner);
    }

    public function cellOfPost(int $id, string $column): Cell
    {
        return new Cell($this->db->posts, 'ID', (string) $id, $column);
    }

    public function setMeta(Run $run, string $key, string $value, ?int $owner = null): void
    {
        $owner ??= $run->attachmentId();
        // An empty row first, so that its value is a cell like any other and a revert leads back to it.
        $cell = $this->cellOf($owner, $key)
            ?? new Cell($this->db->postmeta, 'meta_id', (string) add_post_meta($owner, $key, ''), 'meta_value', $owner);
        $this->cells->set($cell, (string) $this->cells->read($cell), $value, $run->id, $run->attachmentId());
    }

    /** @return array<string, mixed> */
    private function compose(Run $run, NewFile $full): array
    {
        $before = Attachment::load($run->attachmentId())->meta;
        $meta = ['width' => $full->width, 'height' => $full->height] + $before;
        $meta['file'] = $run->relative($run->newNames['full']);
        $meta['filesize'] = $full->bytes;
        // Modern Image Formats keeps there what it made of the former file, and would show that in the place of this one.
        unset($meta['sources']);
        // Where the image was turned, WordPress' own sub-sizes lie on their side: without them it shows a larger one.
        $isTurned = ($full->width <=> $full->height) !== ((int) ($before['width'] ?? 0) <=> (int) ($before['height'] ?? 0));
        $meta['sizes'] = $isTurned ? [] : ($meta['sizes'] ?? []);
        if (isset($meta['image_meta']['orientation'])) {
            // The pixels are upright now; nobody may turn them again.
            $meta['image_meta']['orientation'] = '1';
        }
        foreach ($run->change->files as $file) {
            if ($file->name !== 'full') {
                $meta['sizes'][self::sizeName($file->name)] = [
                    'file' => $run->newNames[$file->name],
                    'width' => $file->width,
                    'height' => $file->height,
                    'mime-type' => $file->mime,
                    'filesize' => $file->bytes,
                ];
            }
        }
        if (isset($run->newNames[SocialImages::SIZE])) {
            $meta['sizes'][SocialImages::SIZE] = $this->copyForSocialNetworks($run);
        }
        return $meta;
    }

    /** @return array<string, string|int> */
    private function copyForSocialNetworks(Run $run): array
    {
        $name = $run->newNames[SocialImages::SIZE];
        [$width, $height] = wp_getimagesize($run->absolute($name)) ?: [0, 0];
        return [
            'file' => $name,
            'width' => $width,
            'height' => $height,
            'mime-type' => (string) wp_get_image_mime($run->absolute($name)),
            'filesize' => (int) filesize($run->absolute($name)),
        ];
    }
}
