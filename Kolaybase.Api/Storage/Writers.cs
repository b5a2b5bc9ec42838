using Kolaybase.Api.Http;

namespace Kolaybase.Api.Storage;

/// <summary>Who may change objects: the service key, members from developer up, and whom policies let. Viewers read.</summary>
internal static class Writers
{
    /// <exception cref="ApiException">403.</exception>
    public static void Require(ProjectCaller caller)
    {
        if (caller.Role == DatabaseRole.ServiceRole && !caller.MayWriteSchema)
        {
            throw StorageErrors.ReadOnlyMember();
        }
    }
}
