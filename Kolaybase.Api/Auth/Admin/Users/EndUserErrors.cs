using Kolaybase.Api.Http;

namespace Kolaybase.Api.Auth.Admin.Users;

/// <summary>Refusals of the calls on end users.</summary>
internal static class EndUserErrors
{
    public static ApiException NoSuchUser() => new(404, ErrorCodes.EndUserNotFound, "The project has no such end user.");

    public static ApiException NoSuchSession() => new(404, ErrorCodes.EndUserSessionNotFound, "The end user has no such session, or it has ended.");

    public static ApiException EmailTaken() => new(409, ErrorCodes.EmailTaken, "Another end user of the project has this address.");

    public static ApiException Parameter(string name, string fault) => new(400, ErrorCodes.InvalidParameter, $"The parameter \"{name}\" {fault}.");
}
