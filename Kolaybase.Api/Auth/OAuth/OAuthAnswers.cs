using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Auth.OAuth;

/// <summary>What a browser gets: a redirect with something in the fragment, or a small page where no address can be trusted.</summary>
internal static class OAuthAnswers
{
    private const string Page =
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign-in</title></head>
        <body><h1>This sign-in can't go on</h1><p>It is over, was used already, or was begun in another browser. Go back to the app and sign in again.</p></body></html>
        """;

    /// <summary>400: the state is not valid, so nothing says where the browser may be sent.</summary>
    public static IResult InvalidState(HttpContext context)
    {
        Protect(context);
        return TypedResults.Content(Page, "text/html; charset=utf-8", statusCode: StatusCodes.Status400BadRequest);
    }

    /// <summary>302 with the tokens (RFC 6750, 2 says why they must not be in the query).</summary>
    public static IResult SignedIn(HttpContext context, string redirectTo, string accessToken, string refreshToken, int expiresIn) => Redirect(
        context,
        redirectTo,
        [("access_token", accessToken), ("refresh_token", refreshToken), ("expires_in", expiresIn.ToString(CultureInfo.InvariantCulture)), ("token_type", "bearer")]);

    /// <summary>302 with an error.</summary>
    public static IResult Refused(HttpContext context, string redirectTo, string error, string description) =>
        Redirect(context, redirectTo, [("error", error), ("error_description", description)]);

    // Everything is escaped, and the grammar of redirect_to knows no line break: no header can be made of either.
    private static RedirectHttpResult Redirect(HttpContext context, string redirectTo, (string Name, string Value)[] fragment)
    {
        Protect(context);
        return TypedResults.Redirect($"{redirectTo}#{string.Join('&', fragment.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}"))}");
    }

    /// <summary>The address has a state or code in it, which no other site may be told.</summary>
    public static void Protect(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
    }
}
