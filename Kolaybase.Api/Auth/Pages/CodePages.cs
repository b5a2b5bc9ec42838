using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Identity.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Kolaybase.Api.Auth;

/// <summary>
/// The pages that links in mails open: <c>GET …/auth/…-callback?otp=&amp;apikey=&amp;email=</c>. Opening one spends nothing, since mail scanners open
/// every link; a button posts the code, or the page shows it to be typed.
/// </summary>
internal static class CodePages
{
    /// <summary>Maps them. Errors are answered as everywhere, not as pages: a link of ours makes none.</summary>
    public static void MapCodePages(this IEndpointRouteBuilder auth)
    {
        Map(auth, "/verify-email-callback", CodePage.VerifyEmail, "readVerifyEmailPage", "Page of the mail that proves an address");
        Map(auth, "/reset-password-callback", CodePage.ResetPassword, "readResetPasswordPage", "Page of the mail that sets a new password");
        Map(auth, "/magic-link-callback", CodePage.MagicLink, "readMagicLinkPage", "Page of the mail that signs in");
        Map(auth, "/change-email-callback", CodePage.ChangeEmail, "readChangeEmailPage", "Page of the mail that changes an address");
        Map(auth, "/invite-callback", CodePage.Invite, "readInvitePage", "Page of the mail that invites");
    }

    private static void Map(IEndpointRouteBuilder auth, string path, CodePage page, string name, string summary)
    {
        var route = page.SignsIn
            ? auth.MapGet(path, (ProjectCaller caller, HttpContext context, AuthSettingsCache settings, CancellationToken cancellationToken, string otp, string apikey, string? email = null, [FromQuery(Name = "redirect_to")] string? redirectTo = null) =>
                ShowAsync(page, caller, context, settings, new MailedLink(otp, apikey, email, redirectTo), cancellationToken))
            : auth.MapGet(path, (ProjectCaller caller, HttpContext context, AuthSettingsCache settings, CancellationToken cancellationToken, string otp, string apikey, string? email = null) =>
                ShowAsync(page, caller, context, settings, new MailedLink(otp, apikey, email, RedirectTo: null), cancellationToken));
        route.Produces<string>(StatusCodes.Status200OK, "text/html").Refuses(400).WithName(name).WithSummary(summary);
    }

    private static async Task<ContentHttpResult> ShowAsync(
        CodePage page, ProjectCaller caller, HttpContext context, AuthSettingsCache settings, MailedLink link, CancellationToken cancellationToken)
    {
        if (link.Otp.Length is 0 or > OneTimeCodes.MaxLength || link.Otp.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw Refused("\"otp\" must be the mailed code.");
        }

        if (link.Email is not null && !EmailAddress.TryParse(link.Email, out _))
        {
            throw Refused("\"email\" must be the address that the mail went to.");
        }

        if (link.RedirectTo is { } redirectTo && !RedirectUrls.Allows(await settings.OfAsync(caller.Project, cancellationToken), redirectTo))
        {
            throw AuthErrors.RedirectNotAllowed();
        }

        var nonce = CodePageHtml.NewNonce();
        CodePageHtml.SetHeaders(context.Response.Headers, nonce);
        return TypedResults.Content(CodePageHtml.Render(link.RedirectTo is null ? page.WithoutRedirect : page, link, nonce), "text/html; charset=utf-8");
    }

    private static ApiException Refused(string message) =>
        new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidParameter, message, hint: "Open the link in the mail as it is.");
}
