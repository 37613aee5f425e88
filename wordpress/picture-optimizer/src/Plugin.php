<?php

declare(strict_types=1);

namespace PictureOptimizer;

/**
 * The one place where everything is built. A part gets its collaborators in the constructor and adds its
 * hooks in `register()`. Parts are made when they are first asked for, so that a visitor's page loads next to nothing.
 */
final class Plugin
{
    /** @var array<class-string, object> */
    private array $made = [];

    public function __construct(public readonly string $file)
    {
    }

    public function register(): void
    {
        register_activation_hook($this->file, $this->lifecycle()->activate(...));
        register_deactivation_hook($this->file, $this->lifecycle()->deactivate(...));
        $this->schema()->register();
        (new Store\Tags())->register();
        $this->delivery()->register();
        $this->kick()->register();
        $this->housekeeping()->register();
        $this->audit()->register();
        add_action('delete_attachment', fn (int $id) => $this->workshop()->journal->forgetPicture($id));
        add_action(Hooks::DAILY, fn () => $this->workshop()->backupKeeper->expire(Replace\BackupKeeper::KEEP_SECONDS));
        add_action('rest_api_init', $this->registerRoutes(...));
        add_action('cli_init', $this->addCommands(...));
        if (is_admin()) {
            $this->registerAdminPages();
        }
    }

    private function registerRoutes(): void
    {
        $router = new Rest\Router();
        $this->rest($router)->register();
        (new Rest\AuditRoutes($router, $this->audit()))->register();
        (new Rest\ReviewRoutes($router, $this->desk(), $this->history(), $this->report(), $this->kick()))->register();
    }

    private function addCommands(): void
    {
        \WP_CLI::add_command('picture-optimizer', $this->cli());
        $checks = new Cli\CheckCommands(
            $this->finder(),
            new Health\Verification($this->originals()),
            $this->pictures(),
            $this->checks(),
        );
        foreach (['references', 'verify', 'doctor'] as $name) {
            \WP_CLI::add_command("picture-optimizer {$name}", [$checks, $name]);
        }
        $revert = new Cli\RevertCommand($this->control(), $this->workshop()->journal);
        \WP_CLI::add_command('picture-optimizer revert', [$revert, 'revert']);
        $files = new Cli\FileCommands($this->delivery()->serverRules, $this->workshop()->backupKeeper);
        foreach (['rules', 'backups'] as $name) {
            \WP_CLI::add_command("picture-optimizer {$name}", [$files, $name]);
        }
    }

    private function registerAdminPages(): void
    {
        $this->settingsPage()->register();
        $this->library()->register();
        (new Media\Details($this->pictures(), $this->items(), $this->jobs(), $this->history()))->register();
        (new Media\BulkPage($this->selection(), $this->pictures(), $this->report()))->register();
        (new Audit\Page($this->audit(), $this->pictures(), $this->items()))->register();
        $this->wizard()->register();
        (new Health\SiteHealth($this->checks(), $this->connection(), $this->pictures()))->register();
        (new Health\Privacy($this->jobs()))->register();
    }

    // What is kept.

    public function schema(): Schema
    {
        return $this->once(Schema::class, fn () => new Schema($this->db()));
    }

    public function settings(): Settings\Settings
    {
        return $this->once(Settings\Settings::class, fn () => new Settings\Settings());
    }

    public function connection(): Api\Connection
    {
        return $this->once(Api\Connection::class, fn () => new Api\Connection());
    }

    public function jobs(): Store\JobStore
    {
        return $this->once(Store\JobStore::class, fn () => new Store\JobStore($this->db()));
    }

    public function items(): Store\ItemStore
    {
        return $this->once(Store\ItemStore::class, fn () => new Store\ItemStore($this->db(), $this->jobs()));
    }

    public function pictures(): Store\PictureStore
    {
        return $this->once(Store\PictureStore::class, fn () => new Store\PictureStore($this->db()));
    }

    // The service.

    public function client(): Api\Client
    {
        return $this->once(Api\Client::class, fn () => new Api\Client($this->http()));
    }

    private function http(): Api\Http
    {
        return $this->once(Api\Http::class, fn () => new Api\Http($this->connection()));
    }

    // The queue.

    public function planner(): Planning\Planner
    {
        return $this->once(Planning\Planner::class, fn () => new Planning\Planner(
            $this->db(),
            $this->jobs(),
            $this->items(),
            $this->pictures(),
            new Planning\Eligibility($this->settings()),
            $this->originals(),
            $this->client(),
            $this->settings(),
        ));
    }

    public function runner(): Queue\Runner
    {
        return $this->once(Queue\Runner::class, function (): Queue\Runner {
            $failures = new Queue\Stages\Failures($this->items(), $this->pictures());
            $results = new Queue\Stages\Results($this->items(), $this->jobs(), $this->pictures(), $failures);
            $collect = new Queue\Stages\Collect($this->items(), $this->jobs(), $this->client(), $failures, $results);
            $uploader = new Api\Uploader($this->http());
            $fetch = new Queue\Stages\Fetch(new Api\Downloader($this->http()));
            $apply = new Queue\Stages\Apply(
                $this->items(),
                $this->jobs(),
                $this->pictures(),
                $fetch,
                $this->replacer(),
                $results,
                $failures,
                $this->client(),
            );
            return new Queue\Runner($this->items(), $this->jobs(), [
                new Queue\Stages\SendReceipt($this->items(), $this->pictures(), $this->client()),
                $apply,
                $collect,
                new Queue\Stages\PlaceOrder(
                    $this->items(),
                    $this->jobs(),
                    $this->originals(),
                    $this->client(),
                    $failures,
                ),
                new Queue\Stages\Upload($this->items(), $this->originals(), $uploader, $failures),
            ], $collect, $apply, $this->autoProcessing());
        });
    }

    public function autoProcessing(): Queue\AutoProcessing
    {
        return $this->once(Queue\AutoProcessing::class, fn () => new Queue\AutoProcessing(
            $this->settings(),
            $this->planner(),
            $this->jobs(),
            $this->items(),
            $this->pictures(),
        ));
    }

    public function report(): Reporting\Report
    {
        return $this->once(Reporting\Report::class, fn () => new Reporting\Report(
            $this->jobs(),
            $this->items(),
        ));
    }

    public function control(): Queue\Control
    {
        return $this->once(Queue\Control::class, fn () => new Queue\Control(
            $this->jobs(),
            $this->items(),
            $this->pictures(),
            $this->client(),
            $this->replacer(),
        ));
    }

    public function kick(): Queue\Kick
    {
        return $this->once(Queue\Kick::class, fn () => new Queue\Kick(
            $this->jobs(),
            $this->runner(...),
            $this->autoProcessing(...),
            fn (): Queue\ReplacedFiles => new Queue\ReplacedFiles($this->pictures()),
        ));
    }

    private function housekeeping(): Queue\Housekeeping
    {
        return $this->once(Queue\Housekeeping::class, fn () => new Queue\Housekeeping(
            $this->db(),
            $this->jobs(),
            $this->items(),
            $this->pictures(),
        ));
    }

    // Safe replacement.

    public function workshop(): Replace\Workshop
    {
        return $this->once(Replace\Workshop::class, fn () => new Replace\Workshop($this->db()));
    }

    public function delivery(): Delivery\Delivery
    {
        return $this->once(
            Delivery\Delivery::class,
            fn () => new Delivery\Delivery($this->db(), new Delivery\Redirects($this->db()))
        );
    }

    public function originals(): Replace\Originals
    {
        return $this->workshop()->originals;
    }

    public function replacer(): Replace\Replacer
    {
        return $this->workshop()->replacer;
    }

    public function finder(): References\Finder
    {
        return $this->workshop()->finder;
    }

    // What people and programs use.

    private function rest(Rest\Router $router): Rest\Routes
    {
        return $this->once(Rest\Routes::class, fn () => new Rest\Routes(
            $router,
            $this->planner(),
            $this->report(),
            new Wizard\PlanUsage(
                $this->jobs(),
                $this->items(),
                new References\Usage($this->db(), $this->workshop()->scanner),
            ),
            $this->control(),
            $this->kick(),
            $this->connection(),
            $this->client(),
            $this->selection(),
            fn () => new Wizard\Previews(
                $this->originals(),
                new Api\Uploader($this->http()),
                $this->client(),
                $this->settings(),
            ),
        ));
    }

    public function audit(): Audit\Index
    {
        return $this->once(
            Audit\Index::class,
            fn () => new Audit\Index($this->db(), new Audit\Look($this->pictures()))
        );
    }

    public function history(): Review\History
    {
        return $this->once(Review\History::class, fn () => new Review\History($this->db()));
    }

    public function desk(): Review\Desk
    {
        return $this->once(Review\Desk::class, fn () => new Review\Desk(
            $this->items(),
            $this->jobs(),
            $this->pictures(),
            $this->client(),
        ));
    }

    private function selection(): Media\Selection
    {
        return $this->once(
            Media\Selection::class,
            fn () => new Media\Selection($this->db(), $this->pictures())
        );
    }

    private function cli(): Cli\Command
    {
        return $this->once(Cli\Command::class, fn () => new Cli\Command(
            $this->planner(),
            $this->runner(),
            $this->report(),
            $this->jobs(),
            $this->items(),
        ));
    }

    private function settingsPage(): Settings\Page
    {
        return $this->once(Settings\Page::class, fn () => new Settings\Page(
            $this->settings(),
            $this->connection(),
            $this->client(),
            new Settings\OneClick($this->connection(), $this->client()),
        ));
    }

    private function library(): Media\Library
    {
        return $this->once(Media\Library::class, fn () => new Media\Library($this->pictures(), $this->items()));
    }

    private function wizard(): Wizard\Assets
    {
        return $this->once(Wizard\Assets::class, fn () => new Wizard\Assets($this->file, $this->settings()));
    }

    public function checks(): Health\Checks
    {
        return $this->once(Health\Checks::class, fn () => new Health\Checks(
            $this->db(),
            $this->schema(),
            $this->connection(),
            $this->client(),
            $this->jobs(),
        ));
    }

    public function lifecycle(): Lifecycle
    {
        return $this->once(Lifecycle::class, fn () => new Lifecycle(
            $this->schema(),
            $this->jobs(),
            $this->kick(),
        ));
    }

    public function uninstaller(): Uninstaller
    {
        return $this->once(Uninstaller::class, fn () => new Uninstaller(
            $this->schema(),
            $this->settings(),
            $this->pictures(),
            $this->control(),
            $this->workshop()->tags,
            $this->workshop()->backupKeeper,
        ));
    }

    private function db(): \wpdb
    {
        return $GLOBALS['wpdb'];
    }

    /**
     * @template T of object
     * @param class-string<T> $class
     * @param callable(): T $make
     * @return T
     */
    private function once(string $class, callable $make): object
    {
        return $this->made[$class] ??= $make();
    }
}
