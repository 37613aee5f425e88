<?php

declare(strict_types=1);

namespace PictureOptimizer;

/** Where people and programs come in: REST routes, commands, screens. Built of the plugin's parts when somebody comes. */
final class Entrances
{
    public function __construct(private readonly Plugin $plugin)
    {
    }

    public function register(): void
    {
        // Before 6.8, WordPress does not look for translations here by itself.
        $languages = fn (): string => dirname(plugin_basename($this->plugin->file)) . '/languages';
        add_action('init', fn () => load_plugin_textdomain('picture-optimizer', false, $languages()));
        add_action('rest_api_init', $this->registerRoutes(...));
        add_action('cli_init', $this->addCommands(...));
        add_action('wp_abilities_api_categories_init', $this->registerAbilities(...), 1);
        (new Settings\Connector($this->plugin->connection(...), $this->plugin->file))->register();
        // Early: what programs say of the capability comes after it, and counts.
        add_filter('picture_optimizer_capability', Hooks::onTexts(fn (string $usual): string
            => (new Settings\SpendingRoles($this->plugin->settings()))->capability($usual)), 5);
        is_multisite() && (new Settings\NetworkPage($this->plugin->settings()))->register();
        if (is_admin()) {
            $this->registerScreens();
        }
    }

    private function registerAbilities(): void
    {
        (new Agents\Abilities($this->plugin->settings(), $this->plugin->report(), $this->agentTools(...)))->register();
    }

    private function agentTools(): Agents\Tools
    {
        $plugin = $this->plugin;
        return new Agents\Tools(
            $plugin->planner(),
            $plugin->report(),
            $plugin->jobs(),
            $plugin->control(),
            $plugin->kick(),
            $plugin->desk(),
            $plugin->audit(),
            $plugin->finder(),
            $plugin->settings(),
            $plugin->consent(),
        );
    }

    private function registerRoutes(): void
    {
        $plugin = $this->plugin;
        $router = new Rest\Router();
        $this->wizardRoutes($router)->register();
        (new Rest\ConnectRoutes($router, $plugin->deviceFlow()))->register();
        (new Rest\AuditRoutes($router, $plugin->audit()))->register();
        (new Rest\SelectionRoutes($router, $this->selection(), new Media\Views()))->register();
        (new Rest\ExclusionRoutes($router, new Planning\ExclusionCount($plugin->db(), $plugin->acceptedTypes())))->register();
        $plugin->statuses()->register();
        $plugin->chronicle()->register();
        (new Media\EditorField($plugin->statuses()))->register();
        (new Rest\ImageRoutes($router, new Media\ImageFacts(
            $plugin->pictures(),
            $plugin->items(),
            $plugin->jobs(),
            $plugin->history(),
            $plugin->originals(),
            $plugin->events(),
        ), $plugin->originals(), $plugin->chronicle()))->register();
        (new Rest\ReviewRoutes(
            $router,
            $plugin->desk(),
            $plugin->history(),
            new Review\Places($this->usage(), $plugin->places()),
            $plugin->report(),
            $plugin->kick(),
        ))->register();
    }

    private function wizardRoutes(Rest\Router $router): Rest\Routes
    {
        $plugin = $this->plugin;
        return new Rest\Routes(
            $router,
            $plugin->planner(),
            $plugin->report(),
            new Wizard\PlanUsage($plugin->jobs(), $plugin->items(), $this->usage()),
            $plugin->control(),
            $plugin->kick(),
            $plugin->connection(),
            $plugin->client(),
            $this->selection(),
            fn () => new Wizard\Previews(
                $plugin->originals(),
                new Api\Uploader($plugin->http(), $plugin->client(), $plugin->bucket()),
                $plugin->client(),
                $plugin->settings(),
            ),
        );
    }

    private function addCommands(): void
    {
        $plugin = $this->plugin;
        $plugin->chronicle()->register();
        $patience = new Cli\Patience($plugin->report());
        \WP_CLI::add_command('picture-optimizer', new Cli\Command(
            $plugin->planner(),
            $plugin->runner(),
            $plugin->report(),
            $plugin->jobs(),
            $plugin->items(),
            $patience,
            $plugin->connection(),
        ));
        $queue = new Cli\QueueCommands($plugin->runner(), $plugin->report(), $plugin->jobs(), $plugin->items(), $patience);
        foreach (['status', 'work'] as $name) {
            \WP_CLI::add_command("picture-optimizer {$name}", [$queue, $name]);
        }
        $checks = new Cli\CheckCommands(
            $plugin->finder(),
            new Health\Verification($plugin->originals()),
            $plugin->pictures(),
            $plugin->checks(),
            $plugin->originals(),
        );
        foreach (['references', 'verify', 'doctor'] as $name) {
            \WP_CLI::add_command("picture-optimizer {$name}", [$checks, $name]);
        }
        $revert = new Cli\RevertCommand($plugin->control(), $plugin->replacer());
        \WP_CLI::add_command('picture-optimizer revert', [$revert, 'revert']);
        $look = new Cli\LookCommands($plugin->audit(), $plugin->desk(), $plugin->items());
        foreach (['audit', 'review'] as $name) {
            \WP_CLI::add_command("picture-optimizer {$name}", [$look, $name]);
        }
        $settings = new Cli\SettingsCommand(new Settings\Transfer($plugin->settings()));
        \WP_CLI::add_command('picture-optimizer settings', [$settings, 'settings']);
        \WP_CLI::add_command('picture-optimizer connection', [new Cli\ConnectionCommand($plugin->connection()), 'run']);
        $files = new Cli\FileCommands($plugin->delivery()->serverRules, $plugin->originals(), $plugin->replacer());
        foreach (['rules', 'backups'] as $name) {
            \WP_CLI::add_command("picture-optimizer {$name}", [$files, $name]);
        }
        \WP_CLI::add_command('picture-optimizer reconcile', [new Cli\ReconcileCommand($plugin->reconciler()), 'run']);
        \WP_CLI::add_command('picture-optimizer old-names', [new Cli\OldNamesCommand($plugin->lastingNames()), 'run']);
    }

    private function registerScreens(): void
    {
        $plugin = $this->plugin;
        (new Settings\Page(
            $plugin->settings(),
            $plugin->connection(),
            $plugin->client(),
            $plugin->deviceFlow(),
            new Connect\ServiceCheck($plugin->client()),
        ))->register();
        (new Settings\RowLinks($plugin->file))->register();
        (new Settings\TransferForm(new Settings\Transfer($plugin->settings())))->register();
        (new Media\BreakpointsSection($plugin->settings()))->register();
        (new Review\GlossarySection($plugin->learning(), $plugin->lessons()))->register();
        $plugin->statuses()->register();
        $plugin->chronicle()->register();
        (new Media\Library($plugin->pictures(), $plugin->statuses(), $plugin->acceptedTypes()))->register();
        (new Media\Details($plugin->statuses(), $plugin->history(), $plugin->acceptedTypes()))->register();
        (new Media\OpenJobsNotice($plugin->statuses(), fn () => $plugin->kick()->goOn()))->register();
        $accepted = $plugin->acceptedTypes();
        (new Media\BulkPage($this->selection(), $plugin->pictures(), $plugin->report(), $plugin->db(), $accepted))->register();
        (new Media\ReportPage($plugin->achievements(), $plugin->pageWeights()))->register();
        is_multisite() && (new Media\NetworkReport($plugin->pictures(), $plugin->achievements(), $plugin->connection()))->register();
        (new Agents\ConsentPage($plugin->settings(), $plugin->jobs(), $plugin->report(), $plugin->consent()))->register();
        (new Audit\Page($plugin->audit(), $plugin->statuses()))->register();
        Wizard\Untranslated::register();
        (new Wizard\Assets($plugin->file, new Wizard\ScreenData($plugin->settings(), $plugin->connection())))->register();
        $this->guideScreens();
        (new Health\SiteHealth($plugin->checks(), $plugin->connection(), $plugin->pictures(), $plugin->replacer()))->register();
        (new Health\Privacy($plugin->jobs(), $plugin->events(), new Store\Approvals($plugin->db(), $plugin->items())))->register();
        (new Health\Leaving($plugin->file, $plugin->lastingNames(), $plugin->redirects()))->register();
    }

    private function guideScreens(): void
    {
        $plugin = $this->plugin;
        $link = new Guide\HelpLink($plugin->connection(), $plugin->client());
        $link->register();
        (new Guide\HelpTabs($link))->register();
        $steps = new Guide\FirstSteps($plugin->connection(), $plugin->pictures(), $plugin->settings(), $plugin->acceptedTypes());
        (new Guide\Checklist($steps, $plugin->file))->register();
    }

    private function usage(): References\Usage
    {
        return new References\Usage($this->plugin->db(), $this->plugin->scanner());
    }

    private function selection(): Media\Selection
    {
        return new Media\Selection($this->plugin->db(), $this->plugin->pictures(), $this->plugin->acceptedTypes());
    }
}
