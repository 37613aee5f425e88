<?php

declare(strict_types=1);

namespace PictureOptimizer;

/**
 * Where everything is built. A part gets its collaborators in the constructor and adds its hooks in `register()`. A room with
 * many parts has a `Workshop`, which builds them of what it is given, and which only this class makes. Parts are made when
 * they are first asked for, so that a visitor's page loads next to nothing.
 */
final class Plugin extends Foundation
{
    public function __construct(public readonly string $file)
    {
    }

    public function register(): void
    {
        // Nothing is built before it is needed: this runs for every visitor.
        register_activation_hook($this->file, fn (mixed ...$how) => $this->lifecycle()->activate(...$how));
        register_deactivation_hook($this->file, fn (mixed ...$how) => $this->lifecycle()->deactivate(...$how));
        // Before WordPress drops the tables that tell what is where.
        add_action('wp_uninitialize_site', fn (\WP_Site $site) => $this->lifecycle()->leaveDeletedSite($site), 5);
        $this->schema()->register();
        $this->tags()->register();
        $this->delivery()->register();
        $this->kick()->register();
        Queue\Housekeeping::register($this->housekeeping(...));
        $this->audit()->register();
        // After these the server may answer otherwise: plugins write its rules, and saving permalinks does.
        foreach (['activated_plugin', 'deactivated_plugin', 'load-options-permalink.php'] as $signal) {
            add_action($signal, fn () => Files\PublicProbe::doubt());
        }
        add_action('delete_attachment', Hooks::on(fn (int $id) => Database\Schema::isHere() && $this->replacer()->forget($id)));
        add_action('delete_attachment', Hooks::on(fn (int $id) => Database\Schema::isHere() && $this->events()->forget($id)));
        add_action('picture_optimizer_copied', fn () => Database\Schema::isHere() && $this->orders()->disown($this->jobs()));
        add_action('picture_optimizer_applied', fn (int $id) => $this->events()->note($id, Store\EventKind::Replaced));
        add_action('picture_optimizer_reverted', fn (int $id) => $this->events()->note($id, Store\EventKind::Restored));
        Hooks::onEvent(Hooks::PURGE, static fn () => (new Database\PageCaches())->purgeSite());
        Hooks::onEvent(Hooks::DAILY, fn () => $this->achievements()->remember());
        Hooks::onEvent(Hooks::DAILY, fn () => $this->pageWeights()->measure());
        Hooks::onEvent(Hooks::DAILY, fn () => $this->originals()->expireBackups());
        Hooks::onEvent(Hooks::DAILY, fn () => $this->lastingNames()->protect());
        (new Entrances($this))->register();
    }

    // The service.

    public function client(): Api\Client
    {
        return $this->once(Api\Client::class, fn () => new Api\Client($this->http(), $this->acceptedTypes()));
    }

    public function http(): Api\Http
    {
        return $this->once(Api\Http::class, fn () => new Api\Http($this->connection()));
    }

    public function bucket(): Api\Bucket
    {
        return $this->once(Api\Bucket::class, fn () => new Api\Bucket(
            new Api\DirectHosts($this->connection(), $this->client()),
        ));
    }

    public function deviceFlow(): Connect\DeviceFlow
    {
        return $this->once(Connect\DeviceFlow::class, fn () => new Connect\DeviceFlow(
            $this->connection(),
            $this->client(),
            new Connect\ServiceCheck($this->client()),
            new Connect\AttemptStore($this->db()),
        ));
    }

    // The queue.

    public function planner(): Planning\Planner
    {
        return $this->once(Planning\Planner::class, fn () => new Planning\Planner(
            $this->db(),
            $this->jobs(),
            $this->items(),
            $this->pictures(),
            new Planning\Eligibility($this->settings(), $this->acceptedTypes()),
            new Planning\Protection(new Planning\Downloads($this->db())),
            $this->originals(),
            $this->client(),
            $this->settings(),
        ));
    }

    private function queue(): Queue\Workshop
    {
        return $this->once(Queue\Workshop::class, fn () => new Queue\Workshop(
            $this->jobs(),
            $this->items(),
            $this->orders(),
            $this->pictures(),
            $this->client(),
            $this->http(),
            $this->bucket(),
            $this->originals(),
            $this->replacer(),
            $this->planner(),
            new Planning\Surroundings($this->db(), $this->places()),
            $this->settings(),
            $this->reverts(),
            $this->connection(),
        ));
    }

    public function runner(): Queue\Runner
    {
        return $this->queue()->runner;
    }

    public function autoProcessing(): Queue\AutoProcessing
    {
        return $this->queue()->autoProcessing;
    }

    public function control(): Queue\Control
    {
        return $this->queue()->control;
    }

    public function report(): Reporting\Report
    {
        return $this->once(Reporting\Report::class, fn () => new Reporting\Report(
            $this->jobs(),
            $this->items(),
            $this->tally(),
        ));
    }

    public function kick(): Queue\Kick
    {
        return $this->once(Queue\Kick::class, fn () => new Queue\Kick(
            $this->jobs(),
            fn (): Queue\Turns => new Queue\Turns($this->db()),
            $this->runner(...),
            $this->autoProcessing(...),
            fn (): Queue\ReplacedFiles => new Queue\ReplacedFiles($this->pictures(), $this->events(), $this->originals()),
        ));
    }

    private function orders(): Store\Orders
    {
        return $this->once(Store\Orders::class, fn () => new Store\Orders($this->db(), $this->items()));
    }

    public function reverts(): Queue\Reverts
    {
        return $this->once(Queue\Reverts::class, fn () => new Queue\Reverts($this->orders(), $this->client()));
    }

    public function reconciler(): Queue\Reconciler
    {
        return $this->once(Queue\Reconciler::class, fn () => new Queue\Reconciler(
            $this->orders(),
            $this->pictures(),
            $this->client(),
            $this->reverts(),
        ));
    }

    private function housekeeping(): Queue\Housekeeping
    {
        return $this->once(Queue\Housekeeping::class, fn () => new Queue\Housekeeping(
            $this->db(),
            $this->jobs(),
            $this->items(),
            $this->pictures(),
            $this->replacer(),
            $this->reconciler(),
            $this->client(),
        ));
    }

    // Files, references and safe replacement.

    public function scanner(): References\Scanner
    {
        return $this->once(References\Scanner::class, fn () => new References\Scanner($this->db(), new References\Tables($this->db())));
    }

    public function finder(): References\Finder
    {
        return $this->once(References\Finder::class, fn () => new References\Finder($this->db(), $this->scanner()));
    }

    public function places(): References\PlaceFinder
    {
        return $this->once(References\PlaceFinder::class, fn () => new References\PlaceFinder($this->db(), $this->scanner()));
    }

    public function delivery(): Delivery\Workshop
    {
        return $this->once(Delivery\Workshop::class, fn () => new Delivery\Workshop(
            $this->db(),
            WPMU_PLUGIN_DIR,
            fn () => $this->schema()->makeSure(),
        ));
    }

    public function redirects(): Delivery\Redirects
    {
        return $this->delivery()->redirects;
    }

    public function lastingNames(): Delivery\LastingNames
    {
        return $this->delivery()->lastingNames;
    }

    public function replacement(): Replace\Workshop
    {
        return $this->once(Replace\Workshop::class, fn () => new Replace\Workshop(
            $this->db(),
            $this->scanner(),
            $this->redirects(),
            $this->lastingNames(),
            $this->tags(),
            $this->acceptedTypes(),
        ));
    }

    public function originals(): Replace\Originals
    {
        return $this->replacement()->originals;
    }

    public function replacer(): Replace\Replacer
    {
        return $this->replacement()->replacer;
    }

    // What looks at pictures and text.

    public function audit(): Audit\Index
    {
        return $this->once(
            Audit\Index::class,
            fn () => new Audit\Index(
                $this->db(),
                fn () => $this->acceptedTypes(),
                fn () => new Audit\Look($this->pictures(), new Audit\DecorativeUses($this->db()))
            )
        );
    }

    public function chronicle(): Media\Chronicle
    {
        return $this->once(Media\Chronicle::class, fn () => new Media\Chronicle($this->events()));
    }

    public function history(): Review\History
    {
        return $this->once(Review\History::class, fn () => new Review\History($this->db()));
    }

    public function achievements(): Reporting\Achievements
    {
        return $this->once(
            Reporting\Achievements::class,
            fn () => new Reporting\Achievements($this->db(), $this->items(), $this->pictures(), $this->acceptedTypes())
        );
    }

    public function pageWeights(): Reporting\PageWeights
    {
        return $this->once(Reporting\PageWeights::class, fn () => new Reporting\PageWeights($this->db(), $this->originals()));
    }

    public function statuses(): Media\Statuses
    {
        return $this->once(
            Media\Statuses::class,
            fn () => new Media\Statuses(new Store\Glance($this->db(), $this->pictures(), $this->items(), $this->jobs()))
        );
    }

    public function desk(): Review\Desk
    {
        return $this->once(Review\Desk::class, fn () => new Review\Desk(
            $this->items(),
            new Store\Reviews($this->db(), $this->items()),
            $this->tally(),
            $this->jobs(),
            $this->pictures(),
            $this->client(),
            $this->learning(),
        ));
    }

    public function learning(): Review\Learning
    {
        return $this->once(Review\Learning::class, fn () => new Review\Learning($this->lessons(), $this->settings()));
    }

    public function checks(): Health\Checks
    {
        return $this->once(Health\Checks::class, fn () => new Health\Checks(
            $this->db(),
            $this->schema(),
            $this->connection(),
            $this->client(),
            $this->jobs(),
            new Health\BackupChecks($this->originals(), $this->replacer()),
        ));
    }

    public function consent(): Agents\Consent
    {
        return $this->once(Agents\Consent::class, fn () => new Agents\Consent($this->items()));
    }

    public function lifecycle(): Lifecycle
    {
        return $this->once(Lifecycle::class, fn () => new Lifecycle(
            $this->schema(),
            $this->jobs(),
            $this->kick(),
            $this->lastingNames(),
            $this->originals(),
        ));
    }

    public function uninstaller(): Uninstaller
    {
        return $this->once(Uninstaller::class, fn () => new Uninstaller(
            $this->schema(),
            $this->settings(),
            $this->pictures(),
            $this->control(),
            $this->tags(),
            $this->originals(),
            $this->lifecycle(),
        ));
    }
}
