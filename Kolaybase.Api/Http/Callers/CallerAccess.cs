using Kolaybase.ControlPlane.Registry;

namespace Kolaybase.Api.Http.Callers;

/// <summary>Compares what a call does with what its caller may.</summary>
internal static class CallerAccess
{
    /// <exception cref="ApiException">403: the caller may not; 409 or 503: the project is not active.</exception>
    public static void Check(ProjectCaller caller, ProjectAccess access)
    {
        switch (access)
        {
            case ProjectAccess.Inspect when caller.Role != DatabaseRole.ServiceRole:
                throw CallerErrors.KeyMayNot();
            case ProjectAccess.Change when !caller.MayWriteSchema:
                throw caller.Member is null ? CallerErrors.KeyMayNot() : CallerErrors.RoleMayNot(TeamRole.Developer);
            case ProjectAccess.Service when caller.Role != DatabaseRole.ServiceRole || caller.Member is not null:
                throw CallerErrors.ServiceOnly();
            default:
                break;
        }

        switch (caller.Project.Status)
        {
            case ProjectStatus.Provisioning:
                throw CallerErrors.Provisioning();
            case ProjectStatus.Failed:
                throw CallerErrors.Failed();
            case ProjectStatus.Deleting:
                throw CallerErrors.Deleting();
            default:
                break;
        }
    }
}
