using Kolaybase.ControlPlane.Jobs;
using Kolaybase.Workers.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Workers.Auth;

/// <summary>Registers the work for end users.</summary>
public static class AuthRegistration
{
    /// <summary>Needs the control plane's services.</summary>
    public static IServiceCollection AddUserJobs(this IServiceCollection services) => services
        .AddScoped<UserProjects>()
        .AddScoped<UserCodes>()
        .AddJobHandler<SignUpUser, SignUpUserHandler>()
        .AddJobHandler<RequestUserCode, RequestUserCodeHandler>()
        .AddJobHandler<InviteUser, InviteUserHandler>()
        .AddJobHandler<ChangeUserEmail, ChangeUserEmailHandler>();
}
