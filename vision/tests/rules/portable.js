// Runs the pattern rules of rules.json as the plugin's screens do; prints what comes out differently.
const { rules } = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
for (const rule of rules.filter((one) => one.check === 'patterns')) {
	const patterns = rule.patterns.map((source) => new RegExp(source, 'iu'));
	const broken = (value) => patterns.some((pattern) => pattern.test(value));
	for (const example of rule.violating) if (!broken(example.value)) console.log('missed', rule.id, example.value);
	for (const other of rules) {
		for (const example of other.clean) {
			if (rule.fields.includes(example.field) && broken(example.value)) console.log('false', rule.id, example.value);
		}
	}
}
console.log('done');
