using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace NotifyNl.Tests.Architecture;

/// <summary>Which methods of the product a method can reach, read from its compiled code: calls, new objects, lambdas, and the bodies of async methods and iterators.</summary>
internal static class CallGraph
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(code => code.Value);

    public static bool Reaches(MethodBase start, Func<MethodBase, bool> goal)
    {
        var (known, toVisit) = (new HashSet<MethodBase>(), new Stack<MethodBase>([start]));
        while (toVisit.TryPop(out var method))
        {
            if (goal(method))
                return true;
            foreach (var next in Called(method))
            {
                if (next.DeclaringType?.Assembly.GetName().Name?.StartsWith("NotifyNl", StringComparison.Ordinal) == true && known.Add(next))
                    toVisit.Push(next);
            }
        }

        return false;
    }

    /// <summary>What a method calls or takes the address of, itself.</summary>
    public static IEnumerable<MethodBase> Called(MethodBase method)
    {
        foreach (var machine in method.GetCustomAttributes<StateMachineAttribute>())
            yield return machine.StateMachineType.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!;

        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at++] is 0xFE ? unchecked((short)(0xFE00 | code[at++])) : (short)code[at - 1];
            var operation = Codes[value];
            if (operation.OperandType == OperandType.InlineMethod && Resolve(method.Module, BitConverter.ToInt32(code, at), typeArguments, methodArguments) is { } called)
                yield return called;
            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static MethodBase? Resolve(Module module, int token, Type[]? typeArguments, Type[]? methodArguments)
    {
        try
        {
            return module.ResolveMethod(token, typeArguments, methodArguments) is { } found ? found is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericMethodDefinition() : found : null;
        }
        catch (ArgumentException)
        {
            // A token of a generic that is not filled in here.
            return null;
        }
    }
}
