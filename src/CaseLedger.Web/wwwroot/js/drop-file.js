// A file may be dropped anywhere on its field, and not only on the small button that browsers draw. Listened for on the
// document: the field of the claim page comes and goes with the recording.

const fieldOf = event => event.target.closest?.('[data-drop-file]');

for (const over of ['dragenter', 'dragover']) {
    document.addEventListener(over, event => {
        if (fieldOf(event)) {
            event.preventDefault();
            fieldOf(event).classList.add('over');
        }
    });
}

document.addEventListener('dragleave', event => fieldOf(event)?.classList.remove('over'));

document.addEventListener('drop', event => {
    const field = fieldOf(event);
    if (!field) {
        return;
    }
    event.preventDefault();
    field.classList.remove('over');
    if (event.dataTransfer.files.length > 0) {
        const input = field.querySelector('input[type="file"]');
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
    }
});
