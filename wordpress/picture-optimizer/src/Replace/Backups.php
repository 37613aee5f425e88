<?php

declare(strict_types=1);

namespace PictureOptimizer\Replace;

use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Disk;
use PictureOptimizer\Files\Place;
use PictureOptimizer\Files\PrivateFolder;
use PictureOptimizer\Files\PublicProbe;
use PictureOptimizer\Sites;

/**
 * Copies of originals with everything that WordPress knew about them. A backup is a folder with a random name; it is complete
 * when its manifest is there, and it is never written again.
 */
final class Backups
{
    private const MANIFEST = 'manifest.json';

    /** What was made of the image, in case that the journal is lost. Unlike the manifest it is written again with each export. */
    private const NOTE = 'applied.json';

    /** Why there was no place for backups when somebody asked before; "" when there was one. */
    private ?string $obstacle = null;

    public function __construct(private readonly \wpdb $db)
    {
    }

    /**
     * Whether there is a place for backups that visitors cannot read. Asked once for all images of a plan: it may take a request.
     *
     * @throws ChangeError
     */
    public function assertPlace(): void
    {
        if ($this->obstacle === null) {
            try {
                self::place();
                $this->obstacle = '';
            } catch (ChangeError $error) {
                $this->obstacle = $error->getMessage();
            }
        }
        if ($this->obstacle !== '') {
            throw new ChangeError($this->obstacle);
        }
    }

    private static function place(): string
    {
        $folder = PrivateFolder::backups();
        PublicProbe::assertPrivate($folder);
        return $folder;
    }

    /**
     * @param string $sha256 Of the file that the result was made of; the best one where none has it.
     * @return string The name of the new backup.
     */
    public function make(Attachment $attachment, string $sha256 = ''): string
    {
        $name = bin2hex(random_bytes(16));
        $folder = self::place() . "/{$name}";
        try {
            Disk::makePrivateFolder($folder);
            $files = [];
            foreach (array_unique($attachment->existing()) as $file) {
                $hash = Disk::sha256($attachment->absolute($file));
                Disk::copyVerified($attachment->absolute($file), "{$folder}/{$file}", $hash);
                $files[$file] = ['sha256' => $hash, 'bytes' => filesize("{$folder}/{$file}")];
            }
            if ($files === []) {
                throw new ChangeError(__('There is no file to back up.', 'picture-optimizer'));
            }
            $isSource = static fn (string $path): bool => ($files[basename($path)]['sha256'] ?? '') === $sha256;
            $original = array_values(array_filter($attachment->sources(), $isSource))[0] ?? $attachment->originalPath();
            $this->writeManifest($folder, $attachment, $files, basename($original));
            $this->verify($name);
        } catch (ChangeError $error) {
            $this->remove($name);
            throw new ChangeError(sprintf(
                /* translators: %s: the reason, a sentence */
                __('The backup failed, so nothing was changed. %s', 'picture-optimizer'),
                $error->getMessage()
            ), 0, $error);
        }
        return $name;
    }

    /** @throws ChangeError Unless every file of the backup has the hash that it had when it was made. */
    public function verify(string $name): void
    {
        foreach ($this->files($name) as $file => $hash) {
            if (Disk::sha256($this->path($name, $file)) !== $hash) {
                throw new ChangeError(sprintf(
                    /* translators: %s: file name */
                    __('The backup of %s is damaged.', 'picture-optimizer'),
                    $file
                ));
            }
        }
    }

    /** @return array<string, int> Bytes by file name; nothing where its manifest is gone. */
    public function bytes(string $name): array
    {
        try {
            return array_map(static fn (array $of): int => (int) $of['bytes'], $this->manifest($name)['files']);
        } catch (ChangeError) {
            return [];
        }
    }

    /** @throws ChangeError Unless every file of the backup is there, with its length. */
    public function lookFor(string $name): void
    {
        foreach ($this->manifest($name)['files'] as $file => $of) {
            if ((int) @filesize($this->path($name, $file)) !== $of['bytes']) {
                /* translators: %s: name of a file */
                throw new ChangeError(sprintf(__('The backup of %s is damaged.', 'picture-optimizer'), $file));
            }
        }
    }

    /** @return array<string, string> SHA-256 by file name. */
    public function files(string $name): array
    {
        return array_map(static fn (array $file): string => $file['sha256'], $this->manifest($name)['files']);
    }

    public function path(string $name, string $file): string
    {
        return $this->folder($name) . '/' . basename($file);
    }

    /** The best file of the picture as it was, the one that every export starts from. */
    public function original(string $name): string
    {
        return $this->path($name, $this->manifest($name)['original']);
    }

    /** @return string The name of the file that pages showed. */
    public function full(string $name): string
    {
        return $this->manifest($name)['names']['full'];
    }

    /** @return int Bytes on the disk. */
    public function size(string $name): int
    {
        return array_sum(array_map(static fn (array $file): int => $file['bytes'], $this->manifest($name)['files']));
    }

    /** @return list<string> Complete backups. */
    public function all(): array
    {
        return array_values(array_filter(self::names(), $this->exists(...)));
    }

    /** @return int Unix time. */
    public function madeAt(string $name): int
    {
        return (int) strtotime($this->manifest($name)['made_at']);
    }

    /** The site that made it: a copy of the site on the same server must not expire the first one's backups. */
    public function site(string $name): string
    {
        return $this->manifest($name)['site'];
    }

    public function attachment(string $name): int
    {
        return $this->manifest($name)['attachment'];
    }

    /** @return string Where the file was, relative to uploads. */
    public function relative(string $name, string $file): string
    {
        return ltrim("{$this->manifest($name)['folder']}/{$file}", '/');
    }

    /** Notes beside a backup what its replacement has made; without it the backup is as good, only harder to put to use. */
    public function note(string $name, string $plan): void
    {
        try {
            Disk::write($this->folder($name) . '/' . self::NOTE, $plan);
        } catch (ChangeError) {
            return;
        }
    }

    /** @return array<mixed> What note() wrote, or anything that somebody put there; empty when there is nothing. */
    public function noted(string $name): array
    {
        $file = $this->folder($name) . '/' . self::NOTE;
        $note = is_file($file) ? json_decode((string) @file_get_contents($file), true, 32) : null;
        return is_array($note) ? $note : [];
    }

    /** @return string The name of the file that every export starts from. */
    public function originalName(string $name): string
    {
        return basename($this->original($name));
    }

    public function exists(string $name): bool
    {
        return $name !== '' && is_file($this->folder($name) . '/' . self::MANIFEST);
    }

    public function remove(string $name): void
    {
        self::removeFolder($this->folder($name));
    }

    public static function removeFolder(string $folder): void
    {
        // The manifest goes first: what has none is no backup.
        Disk::remove("{$folder}/" . self::MANIFEST);
        foreach (is_dir($folder) ? scandir($folder) ?: [] : [] as $file) {
            Disk::remove("{$folder}/{$file}");
        }
        @rmdir($folder);
    }

    /** @return list<string> Complete backups in one of the places of backups. */
    public function in(string $parent): array
    {
        $names = preg_grep('/^[0-9a-f]{32}$/', @scandir($parent) ?: []) ?: [];
        return array_values(array_filter($names, static fn (string $name): bool => is_file("{$parent}/{$name}/" . self::MANIFEST)));
    }

    /** Takes away what a killed run did not finish: a folder without manifest is no backup. */
    public function removeIncomplete(): void
    {
        foreach (self::names() as $name) {
            if (!$this->exists($name)) {
                $this->remove($name);
            }
        }
    }

    public function folder(string $name): string
    {
        if (!preg_match('/^[0-9a-f]{32}$/', $name)) {
            throw new ChangeError(__('There is no backup of this image.', 'picture-optimizer'));
        }
        $folders = PrivateFolder::allBackups();
        // Where it should be, and only then where such folders are: an option can be lost.
        foreach ([static fn (): array => $folders, Place::existing(...)] as $places) {
            foreach ($places() as $parent) {
                if (is_dir("{$parent}/{$name}")) {
                    return "{$parent}/{$name}";
                }
            }
        }
        return ($folders[0] ?? PrivateFolder::backups()) . "/{$name}";
    }

    /** @return list<string> Folders of backups, complete or not, in every place that this site ever used. */
    private static function names(): array
    {
        $found = array_map(static fn (string $parent): array => glob("{$parent}/*", GLOB_ONLYDIR) ?: [], PrivateFolder::allBackups());
        $names = array_unique(array_map('basename', array_merge(...$found)));
        return array_values(preg_grep('/^[0-9a-f]{32}$/', $names) ?: []);
    }

    /** @return array<string, mixed> */
    private function manifest(string $name): array
    {
        $file = $this->folder($name) . '/' . self::MANIFEST;
        $manifest = is_file($file) ? json_decode((string) file_get_contents($file), true) : null;
        return is_array($manifest) ? $manifest : throw new ChangeError(__('The backup of this image is missing.', 'picture-optimizer'));
    }

    /** @param array<string, array{sha256: string, bytes: int}> $files */
    private function writeManifest(string $folder, Attachment $attachment, array $files, string $original): void
    {
        $rows = fn (string $sql): array => $this->db->get_results($this->db->prepare($sql, $attachment->id), ARRAY_A);
        $manifest = [
            'attachment' => $attachment->id,
            'site' => Sites::address(),
            'made_at' => gmdate('c'),
            'folder' => $attachment->folder(),
            'names' => $attachment->names(),
            'original' => $original,
            'files' => $files,
            'post' => $rows("SELECT * FROM {$this->db->posts} WHERE ID = %d")[0],
            'meta' => $rows("SELECT meta_key, meta_value FROM {$this->db->postmeta} WHERE post_id = %d"),
        ];
        $json = json_encode($manifest, JSON_THROW_ON_ERROR | JSON_PRETTY_PRINT | JSON_INVALID_UTF8_SUBSTITUTE);
        Disk::write("{$folder}/" . self::MANIFEST, $json);
    }
}
