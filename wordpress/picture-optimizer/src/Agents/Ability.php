<?php

declare(strict_types=1);

namespace PictureOptimizer\Agents;

/** What programs may ask of this site, as WordPress' Abilities (core since 6.9) name it; MCP's adapter shows the same as tools. */
enum Ability: string
{
    public const CATEGORY = 'picture-optimizer';

    case Audit = 'picture-optimizer/audit';
    case Plan = 'picture-optimizer/plan';
    case Quote = 'picture-optimizer/quote';
    case Apply = 'picture-optimizer/apply';
    case Status = 'picture-optimizer/status';
    case Review = 'picture-optimizer/review';
    case Revert = 'picture-optimizer/revert';
    case References = 'picture-optimizer/references';

    public function label(): string
    {
        return match ($this) {
            self::Audit => __('Audit images', 'picture-optimizer'),
            self::Plan => __('Plan an optimization', 'picture-optimizer'),
            self::Quote => __('Get the cost of a plan', 'picture-optimizer'),
            self::Apply => __('Start an approved plan', 'picture-optimizer'),
            self::Status => __('Follow a job', 'picture-optimizer'),
            self::Review => __('List text that waits for review', 'picture-optimizer'),
            self::Revert => __('Restore original images', 'picture-optimizer'),
            self::References => __('Find where an image is used', 'picture-optimizer'),
        };
    }

    public function description(): string
    {
        return match ($this) {
            self::Audit => __('Counts images with missing or poor alt text, heavy files, old formats, and duplicates, and lists those of'
                . ' one kind. Changes nothing and costs nothing.', 'picture-optimizer'),
            self::Plan => __('Makes a plan for images: what would be processed, what is skipped and why. Nothing on the site changes and'
                . ' nothing is charged. Continue with picture-optimizer/quote.', 'picture-optimizer'),
            self::Quote => __('Gives the most that a plan can cost, in credits, the balance, and the address where a person looks at the'
                . ' plan and approves it. Spends nothing. While complete is false, ask again.', 'picture-optimizer'),
            self::Apply => __('Starts a plan. Needs the quote’s ID and the confirmation code that a person gets on approving that very plan'
                . ' in wp-admin; the code is valid for 15 minutes. Spends credits and changes files.', 'picture-optimizer'),
            self::Status => __('Reports a job’s progress, what is waiting or failed and why, and what it has cost.', 'picture-optimizer'),
            self::Review => __(
                'Lists generated text that a person has to approve in wp-admin before it is published. Approves nothing.',
                'picture-optimizer'
            ),
            self::Revert => __(
                'Restores the original files, text, and references of images from their backups. Costs nothing.',
                'picture-optimizer'
            ),
            self::References => __('Lists every place in the database that uses an image.', 'picture-optimizer'),
        };
    }

    /** @return array{readonly: bool, destructive: bool, idempotent: bool} hints for who calls it */
    public function annotations(): array
    {
        [$readonly, $destructive, $idempotent] = match ($this) {
            self::Plan => [false, false, false],
            self::Quote => [false, false, true],
            self::Apply, self::Revert => [false, true, true],
            default => [true, false, true],
        };
        return ['readonly' => $readonly, 'destructive' => $destructive, 'idempotent' => $idempotent];
    }

    /** The setting that an administrator switches on first; null where nothing is spent or changed. */
    public function switch(): ?string
    {
        return match ($this) {
            self::Apply => 'agents_may_spend',
            self::Revert => 'agents_may_revert',
            default => null,
        };
    }
}
