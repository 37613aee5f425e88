<?php

declare(strict_types=1);

namespace PictureOptimizer\Media;

use PictureOptimizer\Counted;
use PictureOptimizer\Settings\Labels;
use PictureOptimizer\Store\Item;
use PictureOptimizer\Store\Picture;
use PictureOptimizer\Store\PictureStatus;
use PictureOptimizer\Store\State;
use PictureOptimizer\Store\Why;

/** What a person sees of a picture's status, in the list and in the grid. */
final class Status
{
    private function __construct(
        public readonly string $name,
        public readonly string $label,
        public readonly string $detail,
        public readonly string $saved = '',
    ) {
    }

    public static function of(?Picture $picture, ?Item $latest): self
    {
        return self::from($picture, $latest?->state, $latest?->why);
    }

    /**
     * @param State|null $work of the last work on it
     * @param Why|null $why it waits, if it does
     */
    public static function from(?Picture $picture, ?State $work, ?Why $why): self
    {
        if (Item::waitsForReview($work, $why->code ?? '')) {
            // Its files may be in place already: what they save is true, whoever reads the text and when.
            $saved = $picture?->isExported() ? self::detail($picture) : '';
            return new self('review', Item::reviewLabel(), $saved, self::share($picture));
        }
        if ($work !== null && $work->isOpen()) {
            return new self('working', __('In the queue', 'picture-optimizer'), (string) $why ?: $work->label());
        }
        $status = $picture->status ?? PictureStatus::Seen;
        $name = $status === PictureStatus::Seen ? 'unprocessed' : $status->value;
        return new self($name, $status->label(), $picture === null ? '' : self::detail($picture), self::share($picture));
    }

    public function canRevert(): bool
    {
        return PictureStatus::tryFrom($this->name)?->isChanged() ?? false;
    }

    /** Safe to print. */
    public function html(): string
    {
        return sprintf(
            '<span class="picopt-badge picopt-%s">%s</span>%s',
            esc_attr($this->name),
            esc_html($this->label),
            $this->detail === '' ? '' : '<br><small dir="auto">' . esc_html($this->detail) . '</small>'
        );
    }

    /** @return array{name: string, label: string, detail: string, canRevert: bool, saved: string} */
    public function toArray(): array
    {
        return ['name' => $this->name, 'label' => $this->label, 'detail' => $this->detail,
            'canRevert' => $this->canRevert(), 'saved' => $this->saved];
    }

    /** How much smaller it is, for a badge; empty where it is not. */
    private static function share(?Picture $picture): string
    {
        $percent = $picture?->isExported() ? $picture->savings()->percent() : 0;
        /* translators: %d: percent by which a file got smaller */
        return $percent > 0 ? sprintf(__('−%d%%', 'picture-optimizer'), $percent) : '';
    }

    private static function detail(Picture $picture): string
    {
        if (!$picture->isExported()) {
            return $picture->reason;
        }
        $savings = $picture->savings();
        $format = Labels::format($picture->format);
        return match (true) {
            $savings->isSmaller() => sprintf(
                /* translators: 1: bytes saved, 2: percent saved, 3: format */
                __('%1$s saved (%2$d%%), %3$s', 'picture-optimizer'),
                Counted::bytes($savings->saved()),
                $savings->percent(),
                $format
            ),
            $savings->isLarger() => sprintf(
                /* translators: 1: bytes, 2: format */
                __('%1$s larger, %2$s', 'picture-optimizer'),
                Counted::bytes(-$savings->saved()),
                $format
            ),
            default => __('No smaller version found', 'picture-optimizer'),
        };
    }
}
