<?php

declare(strict_types=1);

namespace PictureOptimizer\FakeService;

/** What the stand-in service knows: one JSON file, changed under a lock, and the uploaded and made files beside it. */
final class State
{
    public function __construct(private readonly string $folder)
    {
    }

    /** @return array<string, mixed> */
    public function read(): array
    {
        return json_decode((string) file_get_contents("{$this->folder}/state.json"), true);
    }

    /** @param callable(array<string, mixed>): array<string, mixed> $how */
    public function change(callable $how): void
    {
        $lock = fopen("{$this->folder}/lock", 'c');
        flock($lock, LOCK_EX);
        // Whole or not at all: tests kill this process.
        file_put_contents("{$this->folder}/state.new", json_encode($how($this->read())));
        rename("{$this->folder}/state.new", "{$this->folder}/state.json");
        flock($lock, LOCK_UN);
    }

    /** @param array<string, string> $headers */
    public function log(string $method, string $path, array $headers, int $bytes): void
    {
        $line = json_encode(['method' => $method, 'path' => $path, 'headers' => $headers, 'bytes' => $bytes]);
        file_put_contents("{$this->folder}/requests.jsonl", "{$line}\n", FILE_APPEND | LOCK_EX);
    }

    /**
     * The fault that is due for a request; each is used as often as it was ordered.
     *
     * @return array<string, mixed>|null
     */
    public function takeFault(string $request): ?array
    {
        $found = null;
        $this->change(static function (array $state) use ($request, &$found): array {
            foreach ($state['faults'] as $number => $fault) {
                if ($found === null && $fault['times'] > 0 && fnmatch($fault['request'], $request)) {
                    $found = $fault;
                    $state['faults'][$number]['times']--;
                }
            }
            return $state;
        });
        return $found;
    }

    public function uploadedBytes(string $sha256): int
    {
        clearstatcache();
        return is_file($this->upload($sha256)) ? (int) filesize($this->upload($sha256)) : 0;
    }

    public function isWhole(string $sha256): bool
    {
        return $this->uploadedBytes($sha256) > 0 && hash_file('sha256', $this->upload($sha256)) === $sha256;
    }

    public function append(string $sha256, string $bytes): int
    {
        file_put_contents($this->upload($sha256), $bytes, FILE_APPEND);
        return $this->uploadedBytes($sha256);
    }

    public function price(string $sha256, string $line): int
    {
        return in_array("{$sha256}:{$line}", $this->read()['paid'], true) ? 0 : 1;
    }

    /** @param array<string, mixed> $request */
    public function needed(array $request): int
    {
        $needed = 0;
        foreach ($request['items'] as $item) {
            foreach (self::lines($request['pipeline']) as $line) {
                $needed += $this->price($item['sha256'], $line);
            }
        }
        return $needed;
    }

    /**
     * Whether an order is what was quoted: the same images in the same order, whatever surrounds them, and once only.
     *
     * @param array<string, mixed> $request
     */
    public function isQuoted(array $request): bool
    {
        $quoted = $this->read()['quotes'][(int) substr($request['quote_id'], 4) - 1] ?? [];
        $bare = static fn (array $order): array => ['pipeline' => $order['pipeline'] ?? '', 'settings' => $order['settings'] ?? [],
            'items' => array_map(static fn (array $item): array => array_diff_key($item, ['context' => 1]), $order['items'] ?? [])];
        $used = array_column($this->read()['jobs'], 'quote_id');
        return $bare($quoted) === $bare($request) && !in_array($request['quote_id'], $used, true);
    }

    /** @param array<string, mixed> $request */
    public function addJob(array $request, int $held): string
    {
        $number = count($this->read()['jobs']) + 1;
        $language = $request['settings']['analysis']['language'];
        $said = ['accept_drafts' => $request['accept_drafts'] ?? false, 'batch' => $request['batch'] ?? '',
            'automatic' => $request['automatic'] ?? false, 'quote_id' => $request['quote_id'], 'request' => $request];
        $items = [];
        foreach ($request['items'] as $position => $item) {
            $items[] = $this->item("itm_{$number}x{$position}", $item, $request)
                + ['in_review' => $request['review'] && $request['pipeline'] === 'analyze_export'];
        }
        $this->change(static function (array $state) use ($number, $items, $held, $language, $said): array {
            $state['credits'] -= $held;
            $state['jobs']["job_{$number}"] = ['items' => $items, 'polls' => 0, 'language' => $language] + $said;
            return $state;
        });
        return "job_{$number}";
    }

    /** @return array<string, mixed> the contract's Job. Reading a text is delivery of it: its line is charged then. */
    public function job(string $id, bool $advance): array
    {
        $this->change(static function (array $state) use ($id, $advance): array {
            $job = &$state['jobs'][$id];
            $job['polls'] += $advance ? 1 : 0;
            if ($job['polls'] > $state['polls_until_ready']) {
                foreach ($job['items'] as &$item) {
                    $item = $item['analysis'] === null ? $item : Charges::capture($state, $item, 'analysis');
                }
            }
            return $state;
        });
        $job = $this->read()['jobs'][$id];
        $ready = $job['polls'] > $this->read()['polls_until_ready'];
        $because = $this->read()['queued_because'];
        $items = array_map(static fn (array $item): array => $ready ? $item
            : ['state' => 'queued', 'analysis' => null, 'export' => null, 'reason' => $because] + $item, $job['items']);
        $items = array_map(self::inReview(...), $items);
        return ['id' => $id, 'state' => $ready ? 'finished' : 'running', 'items' => $items, 'next_cursor' => null,
            'pipeline' => 'export', 'created_at' => gmdate('c'), 'counts' => [], 'credits_held' => 0,
            'credits_used' => 0];
    }

    public function isInReview(string $id): bool
    {
        return $this->find($id)['in_review'];
    }

    /**
     * @param array<string, mixed> $text the contract's ReviewedText
     * @return array<string, mixed> the contract's Item
     */
    public function accept(string $id, array $text): array
    {
        return $this->changeItem($id, static function (array $item, array &$state) use ($text): array {
            $state['accepted'][$item['reference']] = $text;
            return ['in_review' => false] + $item;
        });
    }

    /** @return array<string, mixed> the contract's Item; another key is another request, which has its price after the first */
    public function regenerate(string $id, string $wish, string $key): array
    {
        return $this->changeItem($id, static function (array $item, array &$state) use ($wish, $key): array {
            if (in_array($key, $state['regenerated'], true)) {
                return $item;
            }
            $state['regenerated'][] = $key;
            $item['analysis']['alt'] = trim("Another text {$wish}");
            return $item;
        });
    }

    /** @return array<string, mixed> */
    private function find(string $id): array
    {
        return $this->changeItem($id, static fn (array $item): array => $item);
    }

    /**
     * @param callable(array<string, mixed>, array<string, mixed>): array<string, mixed> $how
     * @return array<string, mixed>
     */
    private function changeItem(string $id, callable $how): array
    {
        $answer = null;
        $this->change(static function (array $state) use ($id, $how, &$answer): array {
            foreach ($state['jobs'] as &$job) {
                foreach ($job['items'] as &$item) {
                    if ($item['id'] === $id) {
                        $answer = $item = $how($item, $state);
                    }
                }
            }
            return $state;
        });
        return $answer ?? problem(404, 'not_found', 'Not found');
    }

    /**
     * @param array<string, mixed> $item
     * @return array<string, mixed>
     */
    private static function inReview(array $item): array
    {
        return $item['in_review'] && $item['state'] === 'ready'
            ? ['state' => 'review', 'export' => null] + $item : $item;
    }

    public function cancel(string $id): void
    {
        $this->change(static function (array $state) use ($id): array {
            foreach ($state['jobs'][$id]['items'] as &$item) {
                $item = ['state' => 'cancelled', 'analysis' => null, 'export' => null, 'charges' => [],
                    'reason' => ['code' => 'cancelled_by_user', 'message' => 'Canceled.']] + $item;
            }
            return $state;
        });
    }

    /** @return array{path: string, media_type: string} */
    public function file(string $id): array
    {
        foreach (glob("{$this->folder}/{$id}.*") ?: [] as $path) {
            return ['path' => $path, 'media_type' => 'image/' . pathinfo($path, PATHINFO_EXTENSION)];
        }
        problem(404, 'not_found', 'Not found');
    }

    /** @return list<string> ids */
    public function filesOf(string $itemId): array
    {
        return array_column($this->find($itemId)['export']['files'] ?? [], 'id');
    }

    /** The export line is charged when its first file leaves. */
    public function capture(string $fileId, string $line): void
    {
        $this->change(static function (array $state) use ($fileId, $line): array {
            foreach ($state['jobs'] as &$job) {
                foreach ($job['items'] as &$item) {
                    if (in_array($fileId, array_column($item['export']['files'] ?? [], 'id'), true)) {
                        $item = Charges::capture($state, $item, $line);
                    }
                }
            }
            return $state;
        });
    }

    /**
     * @param array<string, mixed> $request
     * @return array<string, mixed> the contract's Item
     */
    public function receipt(string $id, array $request): array
    {
        $answer = [];
        $this->change(static function (array $state) use ($id, $request, &$answer): array {
            $state['receipts'][] = ['item' => $id] + $request;
            foreach ($state['jobs'] as &$job) {
                foreach ($job['items'] as &$item) {
                    if ($item['id'] === $id) {
                        $item = match ($request['outcome']) {
                            'applied' => ['state' => 'delivered'] + Charges::capture($state, $item, 'analysis'),
                            'reverted' => ['state' => 'delivered'] + $item,
                            default => Charges::refund($state, $item, $request['reason']),
                        };
                        $answer = $item;
                    }
                }
            }
            return $state;
        });
        return $answer;
    }

    /**
     * @param array<string, mixed> $item
     * @param array<string, mixed> $request
     * @return array<string, mixed>
     */
    private function item(string $id, array $item, array $request): array
    {
        $example = example('Item.ready');
        $lines = self::lines($request['pipeline']);
        $charges = array_map(fn (string $line): array => ['line' => $line, 'credits' => 1,
            'state' => $this->price($item['sha256'], $line) === 0 ? 'free' : 'held'], $lines);
        $own = ['id' => $id, 'reference' => $item['reference'], 'sha256' => $item['sha256'], 'charges' => $charges];
        $fails = $this->read()['outcomes'][$item['reference']] ?? null;
        if ($fails !== null) {
            return $fails + ['analysis' => null, 'export' => null] + $own + $example;
        }
        $silent = in_array('analysis', $lines, true) ? $this->read()['silent'] ?? null : null;
        return $own + ($silent === null ? [] : ['analysis' => null, 'reason' => $silent]) + [
            'analysis' => in_array('analysis', $lines, true) ? ['placements' => self::placeTexts($item['context'])]
                + $this->read()['analysis'] + $example['analysis'] : null,
            'export' => in_array('export', $lines, true) ? Pictures::export(
                $this->upload($item['sha256']),
                $this->folder,
                substr(md5($id . $item['sha256']), 0, 12),
                $request['settings']['export'],
                $item
            ) : null,
        ] + $example;
    }

    /**
     * Texts for the places that need another than the image's own.
     *
     * @param array<string, mixed> $context
     * @return list<array<string, mixed>>
     */
    private static function placeTexts(array $context): array
    {
        $texts = [];
        foreach ($context['placements'] ?? [] as $place) {
            [$alt, $role] = match (true) {
                $place['decorative'] => ['', 'decorative'],
                $place['link_target'] !== '' => ['Go to ' . ($place['link_title'] ?: $place['link_target']), 'functional'],
                ($place['language'] ?? null) !== null => ["Text in {$place['language']}", 'informative'],
                default => [null, ''],
            };
            if ($alt !== null) {
                $texts[] = ['key' => $place['key'], 'alt' => $alt, 'role' => $role, 'language' => $place['language'] ?? null];
            }
        }
        return $texts;
    }

    /** @return list<string> */
    private static function lines(string $pipeline): array
    {
        return ['analyze_export' => ['analysis', 'export'], 'analyze' => ['analysis'], 'export' => ['export']][$pipeline];
    }

    private function upload(string $sha256): string
    {
        return "{$this->folder}/upload-{$sha256}";
    }
}
