// Passkeys: forms marked data-passkey ask the device, put its answer into the field `credential`, and are sent.
// data-options holds what the server asks for; without it, it is fetched from the form's own address.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const letters = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

const asked = async (form) => {
  if (form.dataset.options) return JSON.parse(form.dataset.options).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error("no options");
  return (await answer.json()).request_options.publicKey;
};

const create = async (options, form) => {
  const alone = form.querySelector("[name=passwordless]")?.checked ?? false;
  const wanted = { ...options.authenticatorSelection, residentKey: alone ? "required" : "discouraged", requireResidentKey: alone };
  if (alone) wanted.userVerification = "required";
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
      authenticatorSelection: wanted,
    },
  });
  const { attestationObject, clientDataJSON } = made.response;
  return told(made, { attestationObject: letters(attestationObject), clientDataJSON: letters(clientDataJSON) });
};

const get = async (options) => {
  const found = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = found.response;
  return told(found, {
    authenticatorData: letters(authenticatorData),
    clientDataJSON: letters(clientDataJSON),
    signature: letters(signature),
    userHandle: userHandle ? letters(userHandle) : null,
  });
};

const told = (credential, response) => ({
  id: credential.id,
  rawId: letters(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
  response,
});

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    form.hidden = true;
    continue;
  }
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    const trouble = form.querySelector("[data-trouble]");
    trouble.hidden = true;
    try {
      const options = await asked(form);
      const answer = form.dataset.passkey === "create" ? await create(options, form) : await get(options);
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}
