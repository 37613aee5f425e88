<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Sites;

/**
 * Takes up backups that the journal does not know: the database was restored to a time before a replacement, or the plugin was
 * deleted and installed again. Files that the Media Library names and that are gone come back; replacements that are in place can
 * be reverted again. Only what an attachment of this site names is ever written.
 */
final class Adopter
{
    public function __construct(
        private readonly Journal $journal,
        private readonly Backups $backups,
        private readonly Reinstatement $reinstatement,
    ) {
    }

    /**
     * @param list<int> $only      These attachments; all when empty.
     * @param bool      $overwrite Whether files in uploads that differ from the backup may be replaced by it.
     * @param bool      $dryRun    Only say what would be done.
     * @param (\Closure(): void)|null $before Called before each backup, to say that this run lives and to hear that it may go on.
     * @return list<Adoption> What there is something to say about.
     */
    public function adopt(array $only = [], bool $overwrite = false, bool $dryRun = false, ?\Closure $before = null): array
    {
        PrivateFolder::rememberFound(self::holdsOnlyOurs(...));
        $adoptions = [];
        foreach ($this->unknown() as $name) {
            $before === null || $before();
            $adoption = $this->one($name, $only, $overwrite, $dryRun);
            $adoption === null || $adoptions[] = $adoption;
        }
        return $adoptions;
    }

    /** @return iterable<Adoption|null> What would be done with each of them, null for nothing: who asks may stop at any time. */
    public function look(): iterable
    {
        PrivateFolder::rememberFound(self::holdsOnlyOurs(...));
        foreach ($this->unknown() as $name) {
            yield $this->one($name, [], overwrite: false, dryRun: true);
        }
    }

    /** Whether there may be something to adopt that was not looked at before. */
    public function isDue(): bool
    {
        return $this->pass()->isDue();
    }

    /**
     * Adopts a part at a time.
     *
     * @param \Closure(): bool $goesOn Asked after each backup.
     * @return bool Whether all were looked through.
     */
    public function adoptSome(\Closure $goesOn): bool
    {
        $pass = $this->pass();
        $rest = $pass->rest();
        foreach ($rest as $name) {
            $pass->looked($name, $this->one($name, [], false, false)?->state === AdoptionState::Known);
            if (!$goesOn() && $name !== end($rest)) {
                $pass->remember(false);
                return false;
            }
        }
        $pass->remember(true);
        return true;
    }

    private function pass(): AdoptionPass
    {
        PrivateFolder::rememberFound(self::holdsOnlyOurs(...));
        return new AdoptionPass($this->unknown());
    }

    /** @return list<string> Backups that the journal does not know, newest first. */
    private function unknown(): array
    {
        $seen = array_flip($this->journal->backups());
        $made = [];
        foreach (PrivateFolder::allBackups() as $parent) {
            foreach (array_diff_key(array_flip(preg_grep('/^[0-9a-f]{32}$/', @scandir($parent) ?: []) ?: []), $seen) as $name => $any) {
                $seen[$name] = true;
                $at = @filemtime("{$parent}/{$name}/manifest.json");
                $at === false || $made[$name] = $at;
            }
        }
        arsort($made);
        return array_map(strval(...), array_keys($made));
    }

    /** @param list<int> $only */
    private function one(string $name, array $only, bool $overwrite, bool $dryRun): ?Adoption
    {
        $id = 0;
        try {
            $manifest = FoundManifest::read($this->backups->folder($name) . '/manifest.json');
            $id = $manifest->attachmentId;
            if (($only !== [] && !in_array($id, $only, true)) || !self::isOfThisSite($manifest) || get_post_type($id) !== 'attachment') {
                return null;
            }
            return $this->reinstatement->attempt($name, $manifest, $dryRun) ?? $this->bringBack($name, $manifest, $overwrite, $dryRun);
        } catch (ChangeError $error) {
            return new Adoption($name, $id, AdoptionState::Refused, reason: $error->getMessage());
        }
    }

    /** Whether there are backups in a folder, all of this site. */
    private static function holdsOnlyOurs(string $folder): bool
    {
        $manifests = glob("{$folder}/*/manifest.json") ?: [];
        foreach ($manifests as $manifest) {
            try {
                if (!self::isOfThisSite(FoundManifest::read($manifest))) {
                    return false;
                }
            } catch (ChangeError) {
                return false;
            }
        }
        return $manifests !== [];
    }

    /** A copy of the site on the same server has the same numbers for other images. */
    private static function isOfThisSite(FoundManifest $manifest): bool
    {
        return Sites::isThisOne($manifest->site);
    }

    private function bringBack(string $name, FoundManifest $manifest, bool $overwrite, bool $dryRun): ?Adoption
    {
        $attachment = Attachment::load($manifest->attachmentId);
        $missing = $differing = [];
        foreach ($this->named($attachment) as $file) {
            if ($attachment->relative($file) !== $manifest->relative($file) || !isset($manifest->files[$file])) {
                continue;
            }
            $path = $attachment->absolute($file);
            if (!file_exists($path) && !is_link($path)) {
                $missing[] = $file;
            } elseif (is_link($path) || Disk::sha256($path) !== $manifest->files[$file]) {
                $differing[] = $file;
            }
        }
        $wanted = $overwrite ? [...$missing, ...$differing] : $missing;
        if ($wanted !== []) {
            $dryRun || $this->write($name, $manifest, $attachment, $wanted);
            return new Adoption($name, $attachment->id, AdoptionState::Restored, $wanted);
        }
        return $differing === [] ? null : new Adoption($name, $attachment->id, AdoptionState::Differs, $differing);
    }

    /** @return list<string> Every file that WordPress may ask for: sizes, the original, and what its image editor keeps. */
    private function named(Attachment $attachment): array
    {
        $kept = get_post_meta($attachment->id, '_wp_attachment_backup_sizes', true);
        $more = array_map(static fn (mixed $size): string => basename((string) ($size['file'] ?? '')), is_array($kept) ? $kept : []);
        return array_values(array_unique(array_filter([...array_values($attachment->names()), ...array_values($more)])));
    }

    /** @param list<string> $files */
    private function write(string $name, FoundManifest $manifest, Attachment $attachment, array $files): void
    {
        foreach ($files as $file) {
            $manifest->checkFile($file, $this->backups->path($name, $file));
        }
        $folder = dirname($attachment->absolute($files[0]));
        if (!wp_mkdir_p($folder) || !str_starts_with(realpath($folder) . '/', realpath(Attachment::uploads()) . '/')) {
            throw new ChangeError(__('Its folder inside the uploads folder can’t be created.', 'picture-optimizer'));
        }
        foreach ($files as $file) {
            $path = $attachment->absolute($file);
            is_link($path) && throw new ChangeError(__('There is a symbolic link where its file belongs.', 'picture-optimizer'));
            Disk::restore($this->backups->path($name, $file), $path, $manifest->files[$file]);
        }
        clean_post_cache($attachment->id);
    }
}
