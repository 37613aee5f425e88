<?php

declare(strict_types=1);

namespace PictureOptimizer\Guide;

/** A page of the guide, which the service has at /help and the topic's value. */
enum Topic: string
{
    case Connecting = 'connecting';
    case FirstBatch = 'first-batch';
    case Review = 'review';
    case Revert = 'revert';
    case AutomaticUploads = 'automatic-uploads';
    case Shop = 'shop';
    case Multilingual = 'multilingual';
    case Agencies = 'agencies';
    case Credits = 'credits';

    public function label(): string
    {
        return match ($this) {
            self::Connecting => __('Connect a site', 'picture-optimizer'),
            self::FirstBatch => __('Your first batch', 'picture-optimizer'),
            self::Review => __('Review metadata', 'picture-optimizer'),
            self::Revert => __('Restore originals', 'picture-optimizer'),
            self::AutomaticUploads => __('Optimize new uploads automatically', 'picture-optimizer'),
            self::Shop => __('Online stores', 'picture-optimizer'),
            self::Multilingual => __('Multilingual sites', 'picture-optimizer'),
            self::Agencies => __('Agencies', 'picture-optimizer'),
            self::Credits => __('Credits and invoices', 'picture-optimizer'),
        };
    }
}
