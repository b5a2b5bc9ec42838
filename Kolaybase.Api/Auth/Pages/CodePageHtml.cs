using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Kolaybase.ControlPlane.Identity;

namespace Kolaybase.Api.Auth;

/// <summary>Writes the pages: one document each, nothing of it from elsewhere.</summary>
internal static class CodePageHtml
{
    /// <summary>A value that this answer's own style and script carry; no other one runs (CSP3, 6.7.3.3).</summary>
    public static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    /// <summary>Nothing but the page's own style and script runs, it calls its own origin only, sits in no frame, stays in no cache, and its address with the code in it is told nobody.</summary>
    public static void SetHeaders(IHeaderDictionary headers, string nonce)
    {
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["X-Robots-Tag"] = "noindex";
    }

    /// <summary>The document. Values go into attributes, encoded; the script reads them there and is the same for all.</summary>
    public static string Render(CodePage page, MailedLink link, string nonce) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{Encode(page.Title)}</title>
        <style nonce="{nonce}">{Style}</style>
        </head>
        <body>
        <main>
        <h1>{Encode(page.Title)}</h1>
        {Content(page, link)}
        <p role="status" aria-live="polite"></p>
        <noscript><p>This page needs JavaScript. You can also type the code of the mail into the app.</p></noscript>
        </main>
        <script nonce="{nonce}">{Script}</script>
        </body>
        </html>
        """;

    private static string Content(CodePage page, MailedLink link) => page.Button is not { } button
        ? $"""
           <p>{Encode(page.Text)}</p>
           {Code(link)}
           """
        : $"""
           <form data-call="{Encode(page.Call)}" data-otp="{Encode(link.Otp)}" data-email="{Encode(link.Email ?? "")}" data-key="{Encode(link.Key)}" data-field="{Encode(page.PasswordField ?? "")}" data-done="{Encode(page.Done)}" data-redirect="{Encode(link.RedirectTo ?? "")}">
           <p>{Encode(page.Text)}</p>
           {(page.ShowsCode ? Code(link) : "")}
           {PasswordInput(page)}
           <button type="submit">{Encode(button)}</button>
           </form>
           """;

    private static string PasswordInput(CodePage page) => page.PasswordField is null
        ? ""
        : $"""
           <label for="password">{(PasswordLabel(page))}</label>
           <input id="password" name="password" type="password" autocomplete="{(page.PasswordIsKnown ? "current" : "new")}-password" maxlength="{PasswordPolicy.MaxLength}"{Required(page)}>
           """;

    private static string PasswordLabel(CodePage page) =>
        page.PasswordOptional ? "Password (may be left empty)" : page.PasswordIsKnown ? "Your password" : page.Call == CodePage.VerifyEmail.Call ? "Password" : "New password";

    private static string Required(CodePage page) => page.PasswordOptional ? "" : page.PasswordIsKnown ? " required" : $" required minlength=\"{PasswordPolicy.MinLength}\"";

    private static string Code(MailedLink link) => $"<p><output>{Encode(link.Otp)}</output></p>";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private const string Style =
        """
        :root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
        body{margin:0;display:grid;min-height:100vh;place-items:center;background:Canvas;color:CanvasText}
        main{box-sizing:border-box;width:min(100%,26rem);padding:1.5rem}
        h1{font-size:1.4rem;margin:0 0 .5rem}
        label{display:block;margin-bottom:.25rem}
        input{box-sizing:border-box;width:100%;font:inherit;padding:.5rem;margin-bottom:1rem}
        output{font-size:1.8rem;font-weight:700;letter-spacing:.1em;user-select:all}
        button{font:inherit;font-weight:600;padding:.6rem 1.2rem;border:0;border-radius:.4rem;background:#1a56db;color:#fff;cursor:pointer}
        button:disabled{opacity:.6;cursor:default}
        button:focus-visible,input:focus-visible{outline:3px solid #f59e0b;outline-offset:2px}
        """;

    // The address is taken out of the history before anything else is opened: the code is in it.
    private const string Script =
        """
        (function () {
          history.replaceState(null, '', location.pathname);
          var form = document.querySelector('form'), status = document.querySelector('[role=status]');
          if (!form) { return; }
          var data = form.dataset, button = form.querySelector('button');
          form.addEventListener('submit', function (event) {
            event.preventDefault();
            button.disabled = true;
            status.textContent = 'One moment…';
            var body = { otp: data.otp };
            if (data.email) { body.email = data.email; }
            if (data.field && form.elements.password.value) { body[data.field] = form.elements.password.value; }
            fetch(data.call, {
              method: 'POST', credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store',
              headers: { 'Content-Type': 'application/json', apikey: data.key }, body: JSON.stringify(body)
            }).then(function (response) {
              return response.json().then(function (answer) {
                if (!response.ok) { throw new Error(answer.message); }
                form.hidden = true;
                status.textContent = answer.message || data.done;
                if (data.redirect) {
                  location.replace(data.redirect + '#' + new URLSearchParams({
                    access_token: answer.accessToken, refresh_token: answer.refreshToken, expires_in: answer.expiresIn, token_type: 'bearer'
                  }));
                }
              });
            }).catch(function (fault) {
              button.disabled = false;
              status.textContent = fault && fault.message ? fault.message : 'That did not work. Try again.';
            });
          });
        })();
        """;
}
