// The text of days and counts as cells, where a paste fills rows. The text stays what is sent; the server reads it.

function build(field) {
    const text = field.querySelector('textarea');
    const { day, count, asText, asCells, row: another, list } = field.dataset;
    const table = document.createElement('table');
    table.className = 'cells';
    const head = table.createTHead().insertRow();
    for (const name of [day, count]) {
        const cell = document.createElement('th');
        cell.scope = 'col';
        cell.textContent = name;
        head.append(cell);
    }
    const body = table.createTBody();
    const more = button(another, () => add('', '').querySelector('input').focus());
    const toggle = button(asText, () => show(table.hidden));
    const actions = document.createElement('div');
    actions.className = 'actions';
    actions.append(more, toggle);
    text.after(table, actions);

    function button(label, act) {
        const made = document.createElement('button');
        made.type = 'button';
        made.textContent = label;
        made.addEventListener('click', act);
        return made;
    }

    function add(first, second) {
        const row = body.insertRow();
        for (const [value, name] of [[first, day], [second, count]]) {
            const input = document.createElement('input');
            input.value = value;
            input.autocomplete = 'off';
            input.setAttribute('aria-label', `${name} ${body.rows.length}`);
            if (list && name === count) input.setAttribute('list', list);
            row.insertCell().append(input);
        }
        return row;
    }

    const cells = line => line.includes('\t') ? line.split('\t') : line.includes(';') ? line.split(';') : [line];

    // More than two columns are for the server to tell apart: they stay text.
    const fits = value => value.split(/\r\n|\r|\n/).every(line => cells(line).length <= 2);

    function write() {
        text.value = [...body.rows]
            .map(row => [...row.querySelectorAll('input')].map(input => input.value.trim()))
            .filter(([first, second]) => first || second)
            .map(([first, second]) => second ? `${first}\t${second}` : first)
            .join('\n');
    }

    function read() {
        body.replaceChildren();
        for (const line of text.value.split(/\r\n|\r|\n/).filter(line => line.trim())) {
            const [first, second = ''] = cells(line);
            add(first.trim(), second.trim());
        }
        while (body.rows.length < 5) add('', '');
    }

    function show(asTable) {
        const can = asTable && fits(text.value);
        if (can) read();
        table.hidden = more.hidden = !can;
        text.hidden = can;
        toggle.textContent = can ? asText : asCells;
    }

    body.addEventListener('input', write);
    body.addEventListener('paste', event => {
        const pasted = event.clipboardData.getData('text');
        if (!/[\t\n\r]/.test(pasted.trim())) return;
        event.preventDefault();
        write();
        text.value = [text.value, pasted].filter(part => part).join('\n');
        show(true);
    });
    show(true);
}

for (const field of document.querySelectorAll('[data-day-grid]')) build(field);
