// Opens a day's history in place, below its row. Without script the day is a link to the page of its history.

const open = new Map();
let hadFocus = null;

function upgrade() {
    const table = document.getElementById('day-table');
    for (const link of table?.querySelectorAll('a.day-link') ?? []) {
        const button = document.createElement('button');
        button.type = 'button';
        button.id = link.id;
        button.className = 'day-link';
        button.append(...link.childNodes);
        button.setAttribute('aria-expanded', 'false');
        button.addEventListener('click', () => button.getAttribute('aria-expanded') === 'true' ? close(button) : show(button, link.href));
        const focused = document.activeElement === link;
        link.replaceWith(button);
        if (focused) button.focus();
        // The page was renewed while a history was open: it stays open, and is renewed too.
        if (open.has(button.id)) show(button, link.href);
    }
}

function show(button, address) {
    const below = open.get(button.id) ?? make(button);
    below.querySelector('a').href = address;
    open.set(button.id, below);
    button.setAttribute('aria-expanded', 'true');
    button.setAttribute('aria-controls', below.id);
    button.closest('tr').after(below);
    if (hadFocus && below.contains(hadFocus)) hadFocus.focus({ preventScroll: true });
    hadFocus = null;
    const room = below.querySelector('.room');
    htmx.ajax('GET', address, { source: room, target: room, select: 'table.history', swap: 'innerHTML' });
}

function close(button) {
    open.get(button.id)?.remove();
    open.delete(button.id);
    button.setAttribute('aria-expanded', 'false');
    button.removeAttribute('aria-controls');
}

function make(button) {
    const row = button.closest('tr');
    const words = row.closest('table').dataset;
    const below = document.createElement('tr');
    below.id = `history-of-${button.id}`;
    below.className = 'history-row';
    const cell = below.insertCell();
    cell.colSpan = row.cells.length;
    const room = document.createElement('div');
    room.className = 'room';
    room.setAttribute('aria-live', 'polite');
    for (const fault of ['htmx:responseError', 'htmx:sendError']) {
        room.addEventListener(fault, () => room.textContent = words.failed);
    }
    const page = document.createElement('a');
    page.textContent = words.page;
    cell.append(room, page);
    return below;
}

upgrade();
document.addEventListener('htmx:beforeSwap', () => hadFocus = document.activeElement);
document.addEventListener('htmx:afterSettle', upgrade);
