// Keeps an open case up to date: what is recorded shows within a moment, and a lost connection is said.
// Whoever is filling in a form keeps the page as it is, and decides when to see what is new.

const source = document.querySelector('[data-live]:not([data-live=""])');
const says = document.getElementById('live');

// The server ends each connection after a while, and the browser makes the next one: nothing that anybody need hear of.
const LOST_AFTER = 2_000;

if (source && says) {
    let stream = null;
    let broken = null;
    let lost = false;
    let waiting = null;

    const follow = () => {
        stream = new EventSource(source.dataset.live);
        stream.addEventListener('recorded', () => {
            // Several at once are one change of the page.
            clearTimeout(waiting);
            waiting = setTimeout(renew, 150);
        });
        stream.addEventListener('open', () => {
            clearTimeout(broken);
            broken = null;
            if (lost) {
                lost = false;
                says.textContent = says.dataset.back;
                renew();
            }
        });
        stream.addEventListener('error', () => {
            broken ??= setTimeout(() => {
                lost = true;
                says.textContent = says.dataset.lost;
            }, LOST_AFTER);
        });
    };

    // A browser holds few connections to one server: pages that nobody looks at give theirs back.
    const rest = () => {
        stream?.close();
        stream = null;
        clearTimeout(broken);
        broken = null;
    };

    const resume = () => {
        if (stream === null) {
            follow();
            if (!isBeingFilledIn(document.getElementById('case-body'))) refresh();
        }
    };

    document.addEventListener('visibilitychange', () => document.hidden ? rest() : resume());
    window.addEventListener('pagehide', rest);
    window.addEventListener('pageshow', event => {
        if (event.persisted) resume();
    });
    if (!document.hidden) follow();
}

async function renew() {
    if (isBeingFilledIn(document.getElementById('case-body'))) {
        offer();
        return;
    }

    await refresh();
    says.textContent = says.dataset.new;
}

async function refresh() {
    const body = document.getElementById('case-body');
    const open = [...body.querySelectorAll('details[open][id]')].map(details => details.id);
    await htmx.ajax('GET', location.pathname + location.search, { target: '#case-body', select: '#case-body', swap: 'outerHTML' });
    open.forEach(id => document.getElementById(id)?.setAttribute('open', ''));
}

function offer() {
    const show = document.createElement('button');
    show.type = 'button';
    show.textContent = says.dataset.show;
    show.addEventListener('click', async () => {
        await refresh();
        says.textContent = '';
    });
    says.replaceChildren(`${says.dataset.new} `, show);
}

/** Whether a form holds something that the server has not seen. */
function isBeingFilledIn(body) {
    return [...body.querySelectorAll('form input, form textarea, form select')].some(field => {
        switch (field.type) {
            case 'hidden': case 'range': case 'submit': case 'button':
                return false;
            case 'checkbox': case 'radio':
                return field.checked !== field.defaultChecked;
            case 'file':
                return field.files.length > 0;
            case 'select-one': {
                const sent = [...field.options].findIndex(option => option.defaultSelected);
                return field.selectedIndex !== Math.max(0, sent);
            }
            default:
                return field.value !== field.defaultValue;
        }
    });
}
