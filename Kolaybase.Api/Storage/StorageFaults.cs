using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Objects;
using Npgsql;

namespace Kolaybase.Api.Storage;

/// <summary>Turns what a project's database or object store did not do into an answer, for every storage call.</summary>
internal static class StorageFaults
{
    /// <summary>Filter of the route group.</summary>
    public static async ValueTask<object?> Filter(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        try
        {
            return await next(invocation);
        }
        catch (Exception e) when (Explain(e, invocation.HttpContext.Features.Get<ProjectCaller>()?.Role ?? DatabaseRole.Anon) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>The refusal to send; null for what is neither the database's nor the store's.</summary>
    internal static ApiException? Explain(Exception exception, DatabaseRole role) => exception switch
    {
        ObjectStoreException e => OfStore(e),
        PostgresException e => OfDatabase(e, role),
        NpgsqlException { InnerException: TimeoutException } e => new(StatusCodes.Status504GatewayTimeout, ErrorCodes.Timeout, "The project's database did not answer in time.", inner: e),
        NpgsqlException e => new(StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The connection to the project's database was lost.", "Whether a change took effect is not known.", "Try again after the seconds that Retry-After names.", e) { RetryAfterSeconds = 1 },
        _ => null,
    };

    internal static ApiException OfStore(ObjectStoreException e) => e.Fault switch
    {
        ObjectStoreFault.NotConfigured => NotConfiguredRefusal.Make(e),
        ObjectStoreFault.Full => new(StatusCodes.Status507InsufficientStorage, ErrorCodes.StoreFull, "The object store has no space left; nothing was stored.", hint: "Ask whoever runs this server.", inner: e),
        ObjectStoreFault.Missing => new(StatusCodes.Status503ServiceUnavailable, ErrorCodes.BytesMissing, "The object store does not have the bytes of this object now.", hint: "Try again; if it lasts, ask whoever runs this server.", inner: e) { RetryAfterSeconds = 5 },
        _ => new(StatusCodes.Status503ServiceUnavailable, ErrorCodes.StoreUnavailable, "The object store can't be reached now.", hint: "Try again after the seconds that Retry-After names.", inner: e) { RetryAfterSeconds = 2 },
    };

    private static ApiException OfDatabase(PostgresException e, DatabaseRole role) => e.SqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege when role != DatabaseRole.ServiceRole => StorageErrors.PolicyRefuses(e),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => new(
            StatusCodes.Status503ServiceUnavailable, ErrorCodes.Unavailable, "The project's database is busy with the same objects; nothing was changed.", hint: "Try again after the seconds that Retry-After names.", inner: e) { RetryAfterSeconds = 1 },
        PostgresErrorCodes.CheckViolation when e.ConstraintName == "objects_name_check" => new(
            StatusCodes.Status400BadRequest, ErrorCodes.InvalidObjectPath, $"\"path\" is longer than {ObjectPath.MaxBytes} bytes in Unicode's form NFC.", inner: e),
        // The schema is the owner's: he may have changed it, or have a policy or trigger that fails.
        _ when BroughtAboutByTheProject(e.SqlState) => new(
            StatusCodes.Status400BadRequest, e.SqlState, "The project's own schema storage, or a policy or trigger on it, refuses this.", e.MessageText, "What is missing of the schema is made again by POST /api/projects/{id}/storage/check.", e),
        _ => SqlStateMap.ToApiException(e, role),
    };

    private static bool BroughtAboutByTheProject(string sqlState) =>
        sqlState[..2] is "54" or "55" or "25" or "38" or "39" or "2D" or "3B" or "3F" or "09" or "P0" or "42" or "0A" or "22" or "23";
}
