// Passkeys: what the server asks for goes to the browser, and what the browser answers goes into the form. The form is
// hidden where the browser has no passkeys; without script it never shows, and the password serves.

const works = Boolean(window.PublicKeyCredential && navigator.credentials);

const fromText = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0));
const toText = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const descriptors = list => (list ?? []).map(one => ({ ...one, id: fromText(one.id) }));

// Written out, for browsers whose own conversion is newer than their passkeys.
const ways = {
    async create(options) {
        const made = await navigator.credentials.create({
            publicKey: {
                ...options,
                challenge: fromText(options.challenge),
                user: { ...options.user, id: fromText(options.user.id) },
                excludeCredentials: descriptors(options.excludeCredentials),
            },
        });
        return answer(made, {
            attestationObject: toText(made.response.attestationObject),
            transports: made.response.getTransports?.() ?? [],
        });
    },
    async get(options) {
        const used = await navigator.credentials.get({
            publicKey: {
                ...options,
                challenge: fromText(options.challenge),
                allowCredentials: descriptors(options.allowCredentials),
            },
        });
        return answer(used, {
            authenticatorData: toText(used.response.authenticatorData),
            signature: toText(used.response.signature),
            userHandle: used.response.userHandle && toText(used.response.userHandle),
        });
    },
};

function answer(credential, response) {
    return {
        id: credential.id,
        rawId: toText(credential.rawId),
        type: credential.type,
        authenticatorAttachment: credential.authenticatorAttachment,
        clientExtensionResults: {},
        response: { clientDataJSON: toText(credential.response.clientDataJSON), ...response },
    };
}

async function ask(form) {
    const says = form.querySelector('[role=status]');
    const button = form.querySelector('button');
    button.disabled = true;
    says.textContent = says.dataset.waiting;
    try {
        const reply = await fetch(form.dataset.ask, { method: 'POST', body: new FormData(form), headers: { Accept: 'text/html' } });
        if (!reply.headers.get('Content-Type')?.startsWith('application/json')) {
            showInstead(await reply.text());
            return;
        }

        form.elements.credential.value = JSON.stringify(await ways[form.dataset.does](await reply.json()));
        // The password has done its work; it need not travel twice.
        form.querySelectorAll('[type=password]').forEach(field => { field.value = ''; });
        form.submit();
    } catch {
        says.textContent = says.dataset.failed;
        button.disabled = false;
    }
}

/** Shows the page with which the server answered: it says what is wrong. */
function showInstead(html) {
    document.querySelector('main').replaceWith(new DOMParser().parseFromString(html, 'text/html').querySelector('main'));
    ready();
    document.querySelector('main [role=alert]')?.scrollIntoView();
}

function ready() {
    for (const element of document.querySelectorAll('[data-passkeys]')) {
        element.hidden = (element.dataset.passkeys === 'shown') !== works;
    }
}

document.addEventListener('submit', event => {
    if (event.target.dataset.ask) {
        event.preventDefault();
        ask(event.target);
    }
});
ready();
