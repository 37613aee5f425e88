<?php

/**
 * The plan of the plugin's rooms, which `make lint` holds the code against (tools/php_walls). A room is a folder of `src`.
 */

return [
    'namespace' => 'PictureOptimizer',

    // Classes of the top folder that every room may use. All others there are the roof: they build and start, and nobody uses them.
    'ground' => ['Access', 'Budget', 'ChangeError', 'Hooks', 'Sites', 'Version'],

    // Low to high: a room uses what stands above it in this list, never what comes after it.
    'rooms' => [
        'Database',   // single values, changed safely: journal of cells, fence, caches
        'Files',      // files of attachments, private folders, staged results
        'Api',        // the service over HTTP
        'Settings',   // what a site and a job are set to
        'Store',      // the plugin's tables: jobs, items, images
        'References', // where names of files stand, and how they are rewritten
        'Delivery',   // old URLs, redirects, copies for social networks
        'Replace',    // safe replacement and the way back
        'Text',       // rules for text, and what is written of it
        'Planning',   // from a wish to a plan with a price
        'Reporting',  // how far a job is, in words and numbers
        'Queue',      // works on jobs
        'Review',     // people decide about text
        'Media',      // the Media Library's screens
        'Audit',      // what could be better
        'Wizard',     // the screens' script and what it asks for
        'Health',     // Site Health, privacy, checks
        'Cli',
        'Rest',
    ],

    // What may be used of a room from outside; the roof, which builds everything, is free.
    'faces' => [
        'Replace' => ['Replacer', 'Originals', 'Change', 'Text', 'Source', 'Outcome', 'OutcomeState'],
    ],

    // Arrays of anything that may travel between rooms, each with its reason.
    'arrays' => [
        'Planning\Planner::create($chosen)' => 'to become a class',
        'Reporting\Report::plan()' => 'to become a class',
        'Reporting\Report::progress()' => 'to become a class',
        'Reporting\Report::recent()' => 'to become a class',
        'Reporting\Report::results()' => 'to become a class',
        'Store\Item::__construct($result)' => 'to become a class',
        'Store\Item::__construct($reviewed)' => 'to become a class',
        'Files\Attachment::__construct($meta)' => 'to become a class',
        'Api\Client::account()' => 'to become a class',
        'Api\Client::capabilities()' => 'to become a class',
        'Api\Client::quote($request)' => 'to become a class',
        'Api\Client::quote()' => 'to become a class',
        'Api\Client::createJob($request)' => 'to become a class',
        'Api\Client::createJob()' => 'to become a class',
        'Api\Client::job()' => 'to become a class',
        'Api\Client::cancelJob()' => 'to become a class',
        'Api\Client::acceptText($text)' => 'to become a class',
        'Api\Client::acceptText()' => 'to become a class',
        'Api\Client::regenerate()' => 'to become a class',
        'Api\Client::receipt($receipt)' => 'to become a class',
        'Api\Client::receipt()' => 'to become a class',
        'Api\Client::preview($settings)' => 'to become a class',
        'Api\Client::preview()' => 'to become a class',
        'Text\Decisions::changed($sent)' => 'to become a class',
        'Text\Decisions::forService()' => 'to become a class',
        'Text\Decisions::toArray()' => 'to become a class',
        'Settings\Settings::all()' => 'to become a class',
        'Settings\Settings::save($values)' => 'to become a class',
        'Settings\Settings::clean($values)' => 'to become a class',
        'Settings\Settings::clean()' => 'to become a class',
        'Settings\JobSettings::from($site)' => 'to become a class',
        'Settings\JobSettings::from($chosen)' => 'to become a class',
        'Settings\JobSettings::restore($values)' => 'to become a class',
        'Settings\JobSettings::toArray()' => 'to become a class',
        'Settings\JobSettings::forService()' => 'to become a class',
        'Api\Problem::__construct($document)' => 'to become a class',
        'Replace\Change::toArray()' => 'to become a class',
        'Replace\Change::fromArray($data)' => 'to become a class',
        'Text\TextPolicy::choose($analysis)' => 'to become a class',
        'Text\TextPolicy::inPlace($analysis)' => 'to become a class',
        'Text\TextPolicy::tags($tags)' => 'to become a class',
        'Api\Downloader::download($file)' => 'to become a class',
        'Files\NewFile::fromArray($data)' => 'to become a class',
        'Planning\Order::__construct($payload)' => 'to become a class',
        'Planning\Order::quoteRequest()' => 'to become a class',
        'Review\Desk::waiting()' => 'to become a class',
        'Review\Desk::keep($sent)' => 'to become a class',
        'Review\Desk::accept($sent)' => 'to become a class',
        'Wizard\PlanUsage::ofPlan()' => 'to become a class',
        'Replace\Text::fromArray($data)' => 'to become a class',
    ],
];
