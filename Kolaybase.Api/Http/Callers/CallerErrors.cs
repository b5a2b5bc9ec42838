namespace Kolaybase.Api.Http.Callers;

/// <summary>Refusals of callers, each in one place so that two routes never tell a stranger different things.</summary>
internal static class CallerErrors
{
    /// <summary>Codes of refused user tokens differ: the data API speaks PostgREST's.</summary>
    public static ApiException UserToken(Tokens.TokenFault fault, bool dataApi) => new(
        401,
        !dataApi ? ErrorCodes.InvalidUserToken : fault is Tokens.TokenFault.Expired or Tokens.TokenFault.Claims or Tokens.TokenFault.Revoked ? ErrorCodes.JwtClaims : ErrorCodes.JwtInvalid,
        Tokens.TokenFaults.Sentence(fault),
        hint: "Sign in again, or leave the Authorization header out to call with the API key alone.");

    public static ApiException PlatformToken(Tokens.TokenFault fault) =>
        new(401, ErrorCodes.InvalidPlatformToken, Tokens.TokenFaults.Sentence(fault), hint: "Refresh the session or sign in again.");

    public static ApiException NoPlatformToken() =>
        new(401, ErrorCodes.NoCredentials, "This call needs a platform user's token.", hint: "Send \"Authorization: Bearer <access token>\" of a session from /api/auth/login.");

    public static ApiException KeyNotTaken() =>
        new(401, ErrorCodes.NoCredentials, "An API key is not accepted here; this call needs a platform user's token.", hint: "Send \"Authorization: Bearer <access token>\" of a session from /api/auth/login, of a member of the project's team.");

    public static ApiException SessionEnded() =>
        new(401, ErrorCodes.InvalidPlatformToken, "The session of this token has ended.", hint: "Sign in again.");

    public static ApiException NoKey(HttpRequest request, bool dataApi) => new(
        401,
        dataApi ? ErrorCodes.JwtRequired : ErrorCodes.NoCredentials,
        dataApi ? "This call needs the project's API key." : "This call needs a platform user's token or the project's API key.",
        hint: request.Query.ContainsKey("apikey")
            ? "Keys are not taken from the URL, which ends up in logs. Send the header \"apikey: <key>\"."
            : "Send the header \"apikey: <key>\".");

    public static ApiException ServiceKeyInUrl() =>
        new(403, ErrorCodes.NotAllowed, "The service key is never taken from a URL, which ends up in logs.", hint: "Rotate it now, and use the anon key here.");

    public static ApiException UnknownKey() =>
        new(401, ErrorCodes.UnknownKey, "The API key is unknown or was replaced.", hint: "Take the current key from the project's settings.");

    public static ApiException InvalidSignature() => new(
        403, ErrorCodes.InvalidSignature, "The signed address is wrong, expired, or for another object or method.", hint: "Ask for a new one: GET or POST …/objects/url.");

    public static ApiException OtherProject() =>
        new(403, ErrorCodes.OtherProject, "The API key does not open the project that the request names.");

    public static ApiException NoSuchProject() =>
        new(404, ErrorCodes.ProjectNotFound, "There is no such project, or you are no member of its team.");

    public static ApiException KeyMayNot() =>
        new(403, ErrorCodes.NotAllowed, "This needs the service key or a team member's token.", hint: "The anon key and end users may read what policies let them see.");

    public static ApiException RoleMayNot(ControlPlane.Registry.TeamRole needed)
    {
        var name = Json.EnumNames.PolicyOf(typeof(ControlPlane.Registry.TeamRole)).ConvertName(needed.ToString());
        return new(403, ErrorCodes.NotAllowed, $"This needs the role {name} or above in the project's team.");
    }

    public static ApiException ServiceOnly() =>
        new(403, ErrorCodes.NotAllowed, "This needs the service key.");

    public static ApiException Provisioning() =>
        new(503, ErrorCodes.ProjectProvisioning, "The project is still being made.", hint: "Try again after the seconds that Retry-After names.") { RetryAfterSeconds = 1 };

    public static ApiException Failed() =>
        new(409, ErrorCodes.ProjectFailed, "Making this project failed.", hint: "GET /api/projects/{id} says why, in statusMessage.");

    public static ApiException Deleting() =>
        new(409, ErrorCodes.ProjectDeleting, "The project is being deleted.");
}
