<?php

declare(strict_types=1);

namespace PictureOptimizer\Delivery;

/** Builds everything that keeps old names working. */
final class Workshop
{
    public readonly OldUrls $oldUrls;
    public readonly SavedTexts $savedTexts;
    public readonly ReservedNames $reservedNames;
    public readonly ServerRules $serverRules;
    public readonly SocialImages $socialImages;

    public function __construct(\wpdb $db, Redirects $redirects, public readonly LastingNames $lastingNames)
    {
        $this->oldUrls = new OldUrls($redirects);
        $this->savedTexts = new SavedTexts($db, $redirects);
        $this->reservedNames = new ReservedNames($redirects);
        $this->socialImages = new SocialImages();
        $this->serverRules = new ServerRules($redirects);
    }

    public function register(): void
    {
        $this->oldUrls->register();
        $this->savedTexts->register();
        $this->reservedNames->register();
        $this->socialImages->register();
    }
}
