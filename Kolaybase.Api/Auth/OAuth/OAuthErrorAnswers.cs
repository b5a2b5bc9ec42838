using Kolaybase.Api.Http;

namespace Kolaybase.Api.Auth.OAuth;

/// <summary>Refusals of the call that begins a sign-in.</summary>
internal static class OAuthErrorAnswers
{
    public static ApiException NotEnabled() =>
        new(404, ErrorCodes.ProviderNotEnabled, "This project has no sign-in with that provider.", hint: "The project's owner switches google or github on in its auth settings.");

    public static ApiException RedirectNotAllowed() =>
        new(400, ErrorCodes.RedirectNotAllowed, "\"redirect_to\" is missing, given twice, or not in the project's list of redirect URLs.", hint: "The project's owner adds the address to the list in its auth settings.");
}
