using System.Linq.Expressions;

namespace ActorFfi.Tests.Generated;

/// <summary>Typed delegates of any signature, as an application would write them, over one function of boxed values.</summary>
internal static class GeneratedHandler
{
    /// <summary>A delegate whose parameters and result are those that a typed handler has for the types.</summary>
    public static Delegate Of(GeneratedFunction function, Func<object?[], object?> run)
    {
        ParameterExpression[] parameters = [.. function.Parameters.Select(type => Expression.Parameter(type.HandlerType))];
        Expression boxed = Expression.NewArrayInit(typeof(object), parameters.Select(parameter => Expression.Convert(parameter, typeof(object))));
        Expression call = Expression.Invoke(Expression.Constant(run), boxed);
        Type result = function.Result?.HandlerType ?? typeof(void);
        Type handler = Expression.GetDelegateType([.. parameters.Select(parameter => parameter.Type), result]);
        return Expression.Lambda(handler, result == typeof(void) ? call : Expression.Convert(call, result), parameters).Compile();
    }
}
