<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\Delivery\Redirects;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\CoarseView;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\References\NameMap;
use PictureOptimizer\References\Target;

/**
 * Another plugin has given our files other names in their folder, as Media File Renamer does. They are ours by their bytes: before the way
 * back they get the names again that the journal knows, on the disk, in the metadata, and wherever they stand. Where it has moved them to
 * another folder, they go back to their former names there.
 */
final class Renaming
{
    public function __construct(
        private readonly Backups $backups,
        private readonly Referrer $referrer,
        private readonly Redirects $redirects,
    ) {
    }

    /**
     * Whether the files are ours, by name and bytes, in another folder than ours: all of the way back happens there then.
     *
     * @param non-empty-list<Run> $runs Of one picture, oldest first.
     */
    public function notice(array $runs): void
    {
        $run = self::last($runs);
        if ($run === null || $run->state === RunState::Reverting) {
            return; // On the way back it was known already.
        }
        $image = Attachment::fresh($run->attachmentId());
        $path = $image->absolute(basename($image->file));
        if ($run->movedTo !== null && !is_file($path) && in_array($image->folder(), array_column($runs, 'folder'), true)) {
            return; // A way back was given up halfway: the database has the former folder again, and the files are in the other one.
        }
        $isMoved = basename($image->file) === $run->newNames['full'] && $image->folder() !== $run->folder
            && is_file($path) && Disk::sha256($path) === ($run->hashes['full'] ?? '');
        $folder = $isMoved ? $image->folder() : $run->folder;
        foreach ($runs as $each) {
            $each->movedTo = $each->folder === $folder ? null : $folder;
        }
    }

    /**
     * Tells the database the folder and the names that a replacement had given, where others have changed them since: its changes can be
     * taken back then.
     *
     * @param Run|null $later The one that came after it and is taken back already.
     */
    public function asLeft(Run $run, ?Run $later): void
    {
        $full = $run->newNames['full'] ?? null;
        $image = Attachment::fresh($run->attachmentId());
        if ($full === null || $image->file === $run->recorded($full)) {
            return;
        }
        // The next one was made of the same original, so that what it replaced was this one's.
        $isNext = $later !== null && $later->change->originalSha256 === $run->change->originalSha256
            && $image->file === $later->recorded($later->oldNames['full'] ?? '');
        if (!$isNext && ($run->movedTo === null || basename($image->file) !== $full)) {
            return;
        }
        $known = $this->known($run);
        $map = new NameMap();
        $names = [];
        foreach ($later === null ? [] : $image->names() as $size => $now) {
            [$name, $sha256] = $known[$size] ?? ['', ''];
            if ($name === '' || $name === $now) {
                continue;
            }
            $names[$now] = $name;
            $map->add($later->relative($now), new Target($image->id, $name));
            $path = $later->absolute($now);
            if (is_file($path) && is_file($run->absolute($name)) && Disk::sha256($path) === $sha256) {
                $this->redirects->add($later->relative($now), $image->id, (string) $size);
                Disk::delete($path);
            }
        }
        $this->referrer->follow($map);
        $this->describe($image, $names, $run->folder);
    }

    /** @return array<string, array{string, string}> The names that it gave, and the upload's, with their hashes, by size. */
    private function known(Run $run): array
    {
        $known = [];
        foreach ($run->newNames as $size => $name) {
            $known[Metadata::sizeName((string) $size)] = [$name, $run->hashes[$size] ?? ''];
        }
        $original = $run->oldNames['original'] ?? '';
        $kept = $this->backups->exists($run->backup) ? $this->backups->files($run->backup) : [];
        isset($kept[$original]) && $known['original'] ??= [$original, $kept[$original]];
        return $known;
    }

    /**
     * The database has the former folder again by now; the files are in the one of today.
     *
     * @param non-empty-list<Run> $runs Of one picture, which were taken back.
     */
    public function moveAlong(array $runs): void
    {
        $image = Attachment::fresh($runs[0]->attachmentId());
        foreach ($runs as $run) {
            if ($run->movedTo !== null && $image->file === $run->recorded($run->oldNames['full'] ?? '')) {
                $this->describe($image, [], $run->movedTo);
                return;
            }
        }
    }

    /**
     * @param array<Run> $runs
     * @return Run|null The last of them that has files.
     */
    private static function last(array $runs): ?Run
    {
        return array_values(array_filter(array_reverse($runs), static fn (Run $run): bool => isset($run->newNames['full'])))[0] ?? null;
    }

    /** @param non-empty-list<Run> $runs Of one picture, oldest first. */
    public function takeBack(array $runs): void
    {
        $run = self::last($runs);
        if ($run === null) {
            return;
        }
        $image = Attachment::fresh($run->attachmentId());
        if (self::isLost($image)) {
            update_post_meta($image->id, Described::FILE, wp_slash($run->relative($run->newNames['full'])));
            return;
        }
        $names = $image->folder() === ($run->movedTo ?? $run->folder) ? $this->renamed($run, $image) : [];
        if (!isset($names[$image->names()['full']])) {
            return;
        }
        $map = new NameMap();
        foreach ($names as $now => [$name, $sha256]) {
            // One that was made anew, too: where the former files cannot come back, metadata and pages go on naming files that are there.
            Disk::restore($run->absolute($now), $run->absolute($name), $sha256);
            foreach (array_keys($run->newNames, $name, true) as $size) {
                $run->hashes[$size] = $sha256; // The journal is told with the next step.
            }
            $map->add($run->relative($now), new Target($run->attachmentId(), $name));
        }
        // Pages first: what is still to be done is told by the metadata.
        $this->referrer->follow($map);
        $this->describe($image, array_map(static fn (array $known): string => $known[0], $names), $image->folder());
        foreach ($names as $now => [$name]) {
            $size = array_search($name, $run->newNames, true);
            $this->redirects->add($run->relative($now), $run->attachmentId(), Metadata::sizeName((string) ($size ?: 'full')));
            Disk::delete($run->absolute($now));
        }
    }

    /**
     * Whether the other plugin ended on its way, so that WordPress knows a name that no image has. One that an image could have may
     * be that of a file in another storage.
     */
    private static function isLost(Attachment $image): bool
    {
        return wp_check_filetype($image->file)['type'] === false && !file_exists(Attachment::uploads() . "/{$image->file}");
    }

    /**
     * @return array<string, array{string, string}> Our name and the hash by the name of today, where that name of ours is free.
     */
    private function renamed(Run $run, Attachment $image): array
    {
        $known = $this->known($run);
        $kept = $this->backups->exists($run->backup) ? $this->backups->files($run->backup) : [];
        $names = [];
        foreach ($image->existing() as $size => $now) {
            [$name, $sha256] = $known[$size] ?? ['', ''];
            if ($name === '' || $name === $now) {
                continue;
            }
            $today = Disk::sha256($image->absolute($now));
            if (file_exists($run->absolute($name)) && Disk::sha256($run->absolute($name)) !== $today) {
                continue; // Where this was broken off, the same file is there already.
            }
            $former = $run->oldNames[$size] ?? '';
            $isOurs = $today === $sha256 || (isset($kept[$former])
                && self::isMadeAnew($image, $now, $name, $this->backups->path($run->backup, $former)));
            $isOurs && $names[$now] = [$name, $today];
        }
        return $names;
    }

    /** Whether a size is what WordPress makes of the renamed file: called after it, of the same measures, and showing the same. */
    private static function isMadeAnew(Attachment $image, string $now, string $name, string $former): bool
    {
        $stem = pathinfo($image->names()['full'], PATHINFO_FILENAME);
        $measures = preg_match('~-\d+x\d+\.\w+$~D', $name, $end) ? $end[0] : '';
        return $measures !== '' && $now === "{$stem}{$measures}" && CoarseView::isSame($image->absolute($now), $former);
    }

    /** @param array<string, string> $names Ours by those of today. */
    private function describe(Attachment $image, array $names, string $folder): void
    {
        $meta = $image->meta;
        $now = basename($image->file);
        $meta['file'] = ltrim("{$folder}/" . ($names[$now] ?? $now), '/');
        foreach ($meta['sizes'] ?? [] as $size => $data) {
            $now = is_array($data) ? $data['file'] ?? '' : '';
            isset($names[$now]) && $meta['sizes'][$size]['file'] = $names[$now];
        }
        isset($meta['original_image'], $names[$meta['original_image']]) && $meta['original_image'] = $names[$meta['original_image']];
        // The file last: who is killed between the two begins again by it.
        $image->meta === [] || update_post_meta($image->id, '_wp_attachment_metadata', wp_slash($meta));
        update_post_meta($image->id, '_wp_attached_file', wp_slash($meta['file']));
    }
}
