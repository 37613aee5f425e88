<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Api\Wire\ExportResult;
use PictureOptimizer\Api\Wire\MetadataChange;
use PictureOptimizer\Api\Wire\MetadataField;
use PictureOptimizer\Api\Wire\ResultFile;
use PictureOptimizer\ChangeError;
use PictureOptimizer\Files\Attachment;
use PictureOptimizer\Files\Described;
use PictureOptimizer\Replace\Originals;
use PictureOptimizer\Reporting\ItemLine;
use PictureOptimizer\Reporting\Report;
use PictureOptimizer\Review\History;
use PictureOptimizer\Store\EventStore;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\ItemStore;
use PictureOptimizer\Store\JobStore;
use PictureOptimizer\Store\Picture;
use PictureOptimizer\Store\PictureStore;
use PictureOptimizer\Text\CopiedName;
use PictureOptimizer\Text\Decisions;
use PictureOptimizer\Text\TextPolicy;

/** All that is known of one image, for its page: files, text, embedded metadata, what was done and by whom. */
final class ImageFacts
{
    /** Jobs that are listed, newest first. */
    private const HISTORY = 20;

    /** Longest side of the original that a browser gets to see, in pixels. */
    private const SHOWN_PIXELS = 1024;

    public function __construct(
        private readonly PictureStore $pictures,
        private readonly ItemStore $items,
        private readonly JobStore $jobs,
        private readonly History $history,
        private readonly Originals $originals,
        private readonly EventStore $events,
    ) {
    }

    /** @throws \OutOfBoundsException when the file is not on this server */
    public function of(int $id): ImagePage
    {
        try {
            $attachment = Attachment::load($id);
        } catch (ChangeError $error) {
            throw new \OutOfBoundsException($error->getMessage());
        }
        $known = $this->pictures->get($id);
        $items = $this->items->ofAttachment($id, self::HISTORY);
        $export = self::exportOf($items, $known);
        return new ImagePage(
            $id,
            Report::fileName($id),
            Described::url($id, 'large'),
            Status::of($known, $this->items->latestOf($id))->toArray(),
            $known !== null && $known->isExported(),
            $known?->bytesBefore ?? 0,
            $known?->bytesAfter ?? 0,
            $known?->credits ?? 0,
            self::sizes($attachment, $export->files ?? []),
            array_map(self::change(...), $export->metadataChanges ?? []),
            Notes::say($export->notes ?? []),
            $this->texts($id, $known, $items),
            (new ImageHistory($this->jobs, $this->events))->of($id, $items),
        );
    }

    /**
     * The original as it was before anything of ours, small enough for a browser.
     *
     * @return string a data URL
     * @throws \DomainException when there is none to show
     */
    public function original(int $id): string
    {
        try {
            $source = $this->originals->sourceFor($id);
        } catch (ChangeError $error) {
            throw new \DomainException($error->getMessage());
        }
        require_once ABSPATH . 'wp-admin/includes/file.php';
        $editor = wp_get_image_editor($source->path);
        $file = wp_tempnam('picopt');
        if (is_wp_error($editor) || is_wp_error($saved = $this->small($editor, $file))) {
            wp_delete_file($file);
            throw new \DomainException(__('This server can’t show the original.', 'picture-optimizer'));
        }
        $data = base64_encode((string) file_get_contents($saved['path']));
        array_map(wp_delete_file(...), array_unique([$file, $saved['path']]));
        return "data:{$saved['mime-type']};base64,{$data}";
    }

    /** @return array{path: string, 'mime-type': string}|\WP_Error */
    private function small(\WP_Image_Editor $editor, string $file): array|\WP_Error
    {
        $editor->maybe_exif_rotate();
        // A smaller image is not enlarged: that is no error here.
        $editor->resize(self::SHOWN_PIXELS, self::SHOWN_PIXELS);
        return $editor->save($file, 'image/jpeg');
    }

    /**
     * What the service made of the files that are in place now.
     *
     * @param list<Item> $items
     */
    private static function exportOf(array $items, ?Picture $known): ?ExportResult
    {
        foreach ($items as $item) {
            if ($known !== null && ($item->applied()['full'] ?? '') === $known->appliedSha256) {
                return $item->answer()?->export;
            }
        }
        return null;
    }

    /**
     * @param list<ResultFile> $made files of the export, with their scores
     * @return list<array{name: string, label: string, file: string, width: int, height: int, bytes: int, mime: string, score: float|null}>
     */
    private static function sizes(Attachment $attachment, array $made): array
    {
        $metadata = wp_get_attachment_metadata($attachment->id) ?: [];
        $scores = array_column($made, 'score', 'name');
        $sizes = [];
        foreach ($attachment->existing() as $name => $file) {
            $of = $name === 'full' ? $metadata : $metadata['sizes'][$name] ?? [];
            $path = $attachment->absolute($file);
            $sizes[] = ['name' => (string) $name, 'label' => self::label((string) $name), 'file' => wp_basename($file),
                'width' => (int) ($of['width'] ?? 0), 'height' => (int) ($of['height'] ?? 0), 'bytes' => (int) filesize($path),
                'mime' => (string) (wp_check_filetype($path)['type'] ?: ''), 'score' => $scores[$name] ?? null];
        }
        return $sizes;
    }

    /** @return array{field: string, label: string, before: string|null, after: string|null} */
    private static function change(MetadataChange $change): array
    {
        $group = MetadataField::tryFrom($change->field);
        return ['field' => $change->field, 'label' => match ($group) {
            MetadataField::Copyright => __('Copyright notice', 'picture-optimizer'),
            MetadataField::Creator => __('Creator', 'picture-optimizer'),
            MetadataField::Credit => __('Credit line', 'picture-optimizer'),
            MetadataField::Gps => __('GPS location', 'picture-optimizer'),
            MetadataField::Camera => __('Camera data', 'picture-optimizer'),
            MetadataField::Date => __('Date taken', 'picture-optimizer'),
            MetadataField::Keywords => __('Keywords', 'picture-optimizer'),
            null => $change->field,
            default => Decisions::label($change->field),
        }, 'before' => $change->before, 'after' => $change->after];
    }

    /** A size's name for people; what themes and plugins call theirs is shown as they call it. */
    private static function label(string $name): string
    {
        if (preg_match('/^breakpoint-(\d+)$/D', $name, $found) === 1) {
            /* translators: %s: width in pixels */
            return sprintf(__('Additional width, %s px', 'picture-optimizer'), number_format_i18n((int) $found[1]));
        }
        return match ($name) {
            'full' => __('Full size', 'picture-optimizer'),
            'large' => __('Large', 'picture-optimizer'),
            'medium' => __('Medium', 'picture-optimizer'),
            'thumbnail' => __('Thumbnail', 'picture-optimizer'),
            default => ucfirst(strtr($name, ['_' => ' ', '-' => ' '])),
        };
    }

    /**
     * @param list<Item> $items
     * @return list<array{field: string, label: string, text: string, by: string, at: int, before: string|null}>
     */
    private function texts(int $id, ?Picture $known, array $items): array
    {
        $before = $this->history->before($id);
        $analysed = array_values(array_filter($items, static fn (Item $item): bool => $item->answer()?->analysis !== null))[0] ?? null;
        $texts = [];
        foreach (TextPolicy::present($id) as $field => $text) {
            $isOurs = $text !== '' && isset($known?->written[$field]) && TextPolicy::isFree($id, $field, $text, $known);
            $isCopied = !$isOurs && $field === 'title' && CopiedName::isTitle($id, $text);
            $person = $isOurs && $analysed !== null ? ItemLine::approver($analysed) : '';
            $texts[] = ['field' => $field, 'label' => Decisions::label($field), 'text' => $text,
                'by' => $isCopied ? __('From the file name', 'picture-optimizer') : self::author($text, $isOurs, $person),
                'at' => $isOurs ? (int) $analysed?->updatedAt : 0, 'before' => $before[$field] ?? null];
        }
        return $texts;
    }

    private static function author(string $text, bool $isOurs, string $person): string
    {
        return match (true) {
            $text === '' => '',
            !$isOurs => __('Your team', 'picture-optimizer'),
            $person === '' => __('Picture Optimizer', 'picture-optimizer'),
            /* translators: %s: name of a person */
            default => sprintf(__('Picture Optimizer, approved by %s', 'picture-optimizer'), $person),
        };
    }
}
