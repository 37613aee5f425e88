<?php

declare(strict_types=1);

namespace PictureOptimizer\References;

/**
 * Looks in values as they are after a rewrite for old names that are still there, in any spelling: while one is, its file must
 * not be deleted. What is known to mean another file (another folder, another host) does not count.
 */
final class Leftovers
{
    /** Bytes in front of a name that are looked at for its folder and host. */
    private const BEFORE_BYTES = 400;

    /** The host of the last address before a name; decoded, its two slashes would be one. */
    private const HOST = '~^.*(?:^|' . Spelling::COLON . ')' . Spelling::SLASH . Spelling::SLASH . '(' . Spelling::HOST . ')'
        . Spelling::SLASH . '~s';

    /** @var array<int, string> */
    private readonly array $patterns;
    private readonly Base64 $base64;

    /** @var array<string, list<array{int, string, string}>> Images that had it, with the name as it was and its folder, by plain name. */
    private array $names = [];

    /** @var array<int, true> Images whose old files are what links lead to, on purpose. */
    private array $linked = [];

    /** @var array<int, true> Images that mail programs would show no longer. */
    private array $mailed = [];

    /** Follow every old name, and those that devices show under the new one as well. */
    private readonly Rewriter $all;
    /** @var array<string, Rewriter> By audience: what becomes of a value where its readers are told by it alone. */
    private array $shown = [];

    private readonly Rewriter $onDevices;

    /** @var list<string> */
    private readonly array $hosts;

    /**
     * @param list<UploadBase> $bases
     * @param NameMap          $map   Old paths of a batch.
     */
    public function __construct(private readonly array $bases, NameMap $map)
    {
        $shown = [Audience::Mail->value => new NameMap(), Audience::Devices->value => new NameMap()];
        foreach ($map->paths() as $path) {
            $name = basename($path);
            $folder = str_contains($path, '/') ? dirname($path) : '';
            $target = $map->find($path);
            $this->names[self::plain($name)][] = [(int) $target?->attachmentId, $name, $folder];
            $target?->keepsLinks && $this->linked[$target->attachmentId] = true;
            $target !== null && !Audience::Mail->canFollow($name, $target->fileName) && $this->mailed[$target->attachmentId] = true;
            foreach ($target === null ? [] : $shown as $readers => $names) {
                Audience::from($readers)->canFollow($name, $target->fileName) && $names->add($path, $target);
            }
        }
        $this->all = Rewriter::forNames($bases, $map);
        foreach ($shown as $readers => $names) {
            $this->shown[$readers] = Rewriter::forNames($bases, $map, [$readers => $names]);
        }
        $this->onDevices = Rewriter::forNames($bases, $shown[Audience::Devices->value]);
        $spellings = array_map(static fn (array $same): string => Spelling::ofName($same[0][1]), array_values($this->names));
        $this->patterns = self::patterns($spellings);
        $this->base64 = new Base64($map->isEmpty() ? [] : [...Rewriter::words($bases), ...Needles::words($map->paths())]);
        $this->hosts = array_merge([], ...array_map(static fn (UploadBase $base): array => $base->hosts, $bases));
    }

    /** @return array<int, list<string>> Old names that the value still holds, by image. */
    public function in(string $value): array
    {
        $left = $this->plainly($value);
        foreach ($this->base64->decoded($value) as $decoded) {
            $left = self::together($left, $this->plainly($decoded));
        }
        foreach (Compressed::texts($value) as $unpacked) {
            $left = self::together($left, $this->in($unpacked));
        }
        return $left;
    }

    /**
     * @param array<int, list<string>> $left
     * @param array<int, list<string>> $more
     * @return array<int, list<string>>
     */
    private static function together(array $left, array $more): array
    {
        foreach ($more as $image => $names) {
            $left[$image] = array_values(array_unique([...($left[$image] ?? []), ...$names]));
        }
        return $left;
    }

    /** @return string|null Why the old names of an image stand there on purpose (see Place); null where they do not. */
    public function wanted(int $image, string $value, Audience $audience): ?string
    {
        return match (true) {
            $audience === Audience::Mail && isset($this->mailed[$image]) => Place::MAIL,
            isset($this->linked[$image]) && str_contains($value, 'href') => Place::LINK,
            $this->isFor(Audience::Mail, $image, $value, $audience) => Place::MAIL,
            $this->isFor(Audience::Devices, $image, $value, $audience) => Place::DEVICES,
            default => null,
        };
    }

    /** Whether an old name would have been followed if a page showed it. */
    private function isFor(Audience $readers, int $image, string $value, Audience $audience): bool
    {
        try {
            $isDevices = $readers === Audience::Devices && $audience === Audience::Devices;
            $kept = $isDevices ? $this->onDevices : $this->shown[$readers->value];
            $followed = $kept->rewrite($value)->edits->attachments();
            return in_array($image, array_diff($this->all->rewrite($value)->edits->attachments(), $followed), true);
        } catch (\UnexpectedValueException) {
            return false; // One name in it means two images, by two ways to read it.
        }
    }

    /** @return array<int, list<string>> */
    private function plainly(string $value): array
    {
        $left = [];
        foreach ($this->written($value) as [$written, $offset]) {
            $before = substr($value, max(0, $offset - self::BEFORE_BYTES), min($offset, self::BEFORE_BYTES));
            foreach ($this->names[self::plain(Spelling::decoded($written))] ?? [] as [$image, $name, $folder]) {
                if ($this->canMean($before, $folder)) {
                    $left[$image][] = $name;
                }
            }
        }
        return array_map(static fn (array $names): array => array_values(array_unique($names)), $left);
    }

    /** @return iterable<array{string, int}> Names as they stand in the value, and where. */
    private function written(string $value): iterable
    {
        foreach ($this->patterns as $pattern) {
            preg_match_all($pattern, $value, $found, PREG_OFFSET_CAPTURE);
            yield from $found[0];
        }
    }

    /**
     * @param list<string> $spellings
     * @return list<string>
     */
    private static function patterns(array $spellings): array
    {
        return array_map(
            static fn (string $any): string => '~' . Spelling::NAME_BEGIN . $any . '(?!' . Spelling::GOES_ON . ')~',
            Alternation::ofPatterns($spellings)
        );
    }

    /**
     * For a value that cannot be read here: old names of which it holds at least a word. Rather one file too many stays.
     *
     * @param callable(string): bool $holds
     * @return array<int, list<string>> By image.
     */
    public function perhaps(callable $holds): array
    {
        $left = $asked = [];
        foreach (array_merge([], ...array_values($this->names)) as [$image, $name]) {
            $stem = Spelling::stem($name);
            $words = preg_split('/[^A-Za-z0-9_]+/', $stem) ?: [''];
            usort($words, static fn (string $one, string $other): int => strlen($other) <=> strlen($one));
            if ($words[0] === '' || ($asked[$words[0]] ??= $holds($words[0]))) {
                $left[$image][] = $name;
            }
        }
        return $left;
    }

    /** Whether what stands in front of a name leaves it possible that the file of this folder is meant. */
    private function canMean(string $before, string $folder): bool
    {
        preg_match('~(?:' . Spelling::SLASH . '|[^\s"\'<>(),;=|])*$~', $before, $path);
        $written = rtrim($path[0] ?? '', '\\');
        $path = Spelling::decoded($written);
        if (!str_ends_with($path, '/')) {
            return true; // A name without a folder can be anybody's.
        }
        // "2026/05/../05" and "./2026/05" are "2026/05".
        for ($whole = null; $whole !== $path;) {
            $whole = $path;
            $path = (string) preg_replace('~/\.(?=/)|/(?!\.\./)[^/]+/\.\.(?=/)~', '', $path);
        }
        if (preg_match(self::HOST, $written, $host)) {
            return ($this->isOurs($host[1]) || $this->isProxied($path)) && str_ends_with($path, "/{$folder}/")
                && !$this->isOfAnotherSite(substr($path, 0, -strlen("/{$folder}/")));
        }
        if (!preg_match('~^[\pL\pN_. -]*$~Du', basename($path))) {
            return true; // A token of somebody's, which stands for a folder.
        }
        // A space or a semicolon of a folder's own name has cut it.
        $isCut = preg_match(Spelling::ODD, $folder) && str_ends_with("/{$folder}/", $path);
        return $isCut || $folder === '' || str_ends_with("/{$path}", "/{$folder}/")
            || str_ends_with("/{$path}", '/' . basename($folder) . '/');
    }

    /** Whether a folder is that of another site's uploads in the same network: the names below them are often the same. */
    private function isOfAnotherSite(string $uploads): bool
    {
        $shared = static fn (string $path): string => (string) preg_replace('~/sites/\d+$~', '', $path);
        $isShared = false;
        foreach ($this->bases as $base) {
            if (str_ends_with($uploads, "/{$base->path}")) {
                return false;
            }
            $isShared = $isShared || ($base->path !== '' && str_ends_with($shared($uploads), "/{$shared($base->path)}"));
        }
        return $isShared;
    }

    private function isOurs(string $written): bool
    {
        return in_array(Spelling::host($written), $this->hosts, true);
    }

    /** Somebody else's host that fetches the file from ours, as image services do ("i0.wp.com/example.org/…"). */
    private function isProxied(string $path): bool
    {
        return array_filter($this->hosts, static fn (string $host): bool => str_contains(strtolower($path), "/{$host}/")) !== [];
    }

    private static function plain(string $name): string
    {
        return strtolower(strtr(Spelling::normalized($name), '+', ' '));
    }
}
