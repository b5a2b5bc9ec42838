using Kolaybase.Api.Http;

namespace Kolaybase.Api.Tables;

/// <summary>What a caller may see and change. The routes say it first; this is asked where the harm would be done.</summary>
internal static class Callers
{
    /// <summary>Refuses callers that may only read.</summary>
    /// <exception cref="ApiException">403.</exception>
    public static void RequireWriter(this ProjectCaller caller)
    {
        if (!caller.MayWriteSchema)
        {
            throw new ApiException(StatusCodes.Status403Forbidden, ErrorCodes.NotAllowed, "This needs the service key or the role developer in the project's team.");
        }
    }

    /// <summary>True for callers that row level security doesn't bind: they see every table of the project.</summary>
    public static bool SeesEverything(this ProjectCaller caller) => caller.Role == DatabaseRole.ServiceRole;
}
