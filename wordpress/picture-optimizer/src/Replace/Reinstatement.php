<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Database\Cells;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;

/**
 * Makes a replacement known again whose journal is gone and whose files are in place: the plugin was deleted and installed again.
 * What is written into the journal leads back to the values in the manifest, of the attachment itself and of nothing else.
 */
final class Reinstatement
{
    public function __construct(
        private readonly Journal $journal,
        private readonly Backups $backups,
        private readonly Cells $cells,
        private readonly Metadata $metadata,
    ) {
    }

    /** @return Adoption|null Null when the files in place are not those that this backup's replacement has made. */
    public function attempt(string $name, FoundManifest $manifest, bool $dryRun): ?Adoption
    {
        $plan = $this->backups->noted($name);
        $full = self::fileInPlace($manifest, $plan);
        if ($full === null || $this->journal->inEffect($manifest->attachmentId) !== []) {
            return null;
        }
        foreach (array_keys($manifest->files) as $file) {
            $manifest->checkFile((string) $file, $this->backups->path($name, (string) $file));
        }
        $dryRun || $this->write($name, $manifest, $plan);
        return new Adoption($name, $manifest->attachmentId, AdoptionState::Known, [$full]);
    }

    /**
     * @param array<mixed> $plan
     * @return string|null The name of the attachment's file; null when it is not the one that the plan's replacement has made.
     */
    private static function fileInPlace(FoundManifest $manifest, array $plan): ?string
    {
        $names = is_array($plan['new_names'] ?? null) ? $plan['new_names'] : [];
        $hashes = is_array($plan['hashes'] ?? null) ? $plan['hashes'] : [];
        $full = $names['full'] ?? null;
        $attachment = Attachment::load($manifest->attachmentId);
        if (!is_string($full) || $attachment->folder() !== $manifest->folder || basename($attachment->file) !== $full) {
            return null;
        }
        array_map(static fn (mixed $name) => FoundManifest::checkName(is_string($name) ? $name : ''), $names);
        $path = $attachment->absolute($full);
        $isOurs = !is_link($path) && is_file($path) && Disk::sha256($path) === ($hashes['full'] ?? '');
        return $isOurs ? $full : null;
    }

    /** @param array<mixed> $plan What the replacement noted beside its backup. */
    private function write(string $name, FoundManifest $manifest, array $plan): void
    {
        $id = $manifest->attachmentId;
        $run = $this->journal->reinstate(Run::reinstated($manifest, $plan, $name, $this->backups->originalName($name)));
        $values = [
            '_wp_attached_file' => $manifest->relative($manifest->names['full']),
            '_wp_attachment_metadata' => self::safeMetadata($manifest->meta['_wp_attachment_metadata'] ?? ''),
        ];
        foreach ($values as $key => $before) {
            $cell = $this->metadata->cellOf($id, $key);
            $now = $cell === null ? null : $this->cells->read($cell);
            $now === null || $this->cells->recordDone($cell, $before, $now, $run->id, $id);
        }
        $mime = $this->metadata->cellOfPost($id, 'post_mime_type');
        if (str_starts_with($manifest->mime, 'image/')) {
            $this->cells->recordDone($mime, $manifest->mime, (string) $this->cells->read($mime), $run->id, $id);
        }
    }

    /** @throws ChangeError When there is anything in it but plain values: WordPress will unserialize it. */
    private static function safeMetadata(string $serialized): string
    {
        $value = @unserialize($serialized, ['allowed_classes' => false]);
        $plain = is_array($value);
        is_array($value) && array_walk_recursive($value, static function (mixed $inner, int|string $key) use (&$plain): void {
            $plain = $plain && !is_object($inner) && ($key !== 'file' || (is_string($inner) && validate_file($inner) === 0));
        });
        return $plain
            ? serialize($value)
            : throw new ChangeError(__('Its manifest holds metadata that is not valid.', 'picture-optimizer'));
    }
}
