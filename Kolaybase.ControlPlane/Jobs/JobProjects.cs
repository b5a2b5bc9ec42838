namespace Kolaybase.ControlPlane.Jobs;

/// <summary>Which project a job is for.</summary>
public static class JobProjects
{
    /// <summary>The project; null for a job of the platform.</summary>
    public static Guid? Of(object job) => job switch
    {
        ProvisionProject j => j.ProjectId,
        DeleteProject j => j.ProjectId,
        SendMail j => j.ProjectId,
        SignUpUser j => j.ProjectId,
        RequestUserCode j => j.ProjectId,
        InviteUser j => j.ProjectId,
        ChangeUserEmail j => j.ProjectId,
        RemoveObjects j => j.ProjectId,
        DeleteBucket j => j.ProjectId,
        BuildIndex j => j.ProjectId,
        CheckStorage j => j.ProjectId,
        _ => null,
    };
}
